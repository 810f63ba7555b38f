package dev.ollakeep.operator.trouble;

/**
 * Something that is broken.
 *
 * @param title the heading of its section
 * @param arising makes it, and returns when it is so
 * @param sign what shows the quoted line
 * @param ending holds once the commands of the section have helped
 */
record BrokenSituation(String title, Step arising, Sign sign, Ending ending) {

  /** Changes a place. */
  interface Step {
    void in(Place place) throws Exception;
  }

  /** What there is to see; read again until it is the quoted line. */
  interface Sign {
    String seenIn(Place place) throws Exception;
  }

  /** Fails, or is not true, until the trouble is over. */
  interface Ending {
    boolean reached(Place place, String output) throws Exception;
  }

  /** Shown as a condition, and over when the server is Ready and none of its conditions says this any more. */
  static BrokenSituation of(String title, Step arising) {
    return new BrokenSituation(title, arising, Place::conditions, (place, output) -> place.isReady());
  }

  /** Shown as an answer to a client. */
  static BrokenSituation toClients(String title, Step arising, Sign answer, Ending ending) {
    return new BrokenSituation(title, arising, answer, ending);
  }

  BrokenSituation until(Ending other) {
    return new BrokenSituation(title, arising, sign, other);
  }

  @Override
  public String toString() {
    return title;
  }
}

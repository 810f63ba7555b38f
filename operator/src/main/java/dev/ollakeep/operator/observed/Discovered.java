package dev.ollakeep.operator.observed;

import java.time.Duration;

/**
 * What discovery said of one optional kind.
 *
 * <p>Servers that need the kind ask more often, and at once when no such server has asked yet: whoever installs a provider creates the
 * server next. What they find out counts for everybody, or else an object that is no longer called for would stay, as one of a kind
 * that the cluster does not have.
 *
 * @param forNeed a server that needs the kind had it asked
 */
public record Discovered(Served served, boolean forNeed) {

  /** So long servers that need a missing kind do without it once it is there. */
  public static final Duration IN_NEED = Duration.ofMinutes(2);

  private static final Duration OTHERWISE = Duration.ofMinutes(30);
  private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(5);

  /** How long after it was given the answer is good for a server. */
  public Duration lifetime(boolean isNeeded) {
    if (isNeeded && !forNeed) {
      return Duration.ZERO;
    }
    return served == Served.UNKNOWN ? AFTER_A_FAILURE : isNeeded ? IN_NEED : OTHERWISE;
  }
}

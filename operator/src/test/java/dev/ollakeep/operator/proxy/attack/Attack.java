package dev.ollakeep.operator.proxy.attack;

import java.util.List;
import java.util.Optional;

/**
 * One row of the matrix: what is sent, and what must come of it.
 *
 * @param sentence what the row shows
 * @param port the listener it is sent to
 * @param request the bytes as readable text, see {@link Spelling}
 */
record Attack(String sentence, int port, String request, Outcome outcome) {

  static final int ONE_PER_SUCCESS = -1;
  /** None or one: the proxy may know the answer from another row. */
  static final int REMEMBERED = -2;

  /**
   * What must come of it.
   *
   * @param answers the statuses in order of the answers; each a set of alternatives such as {@code 403|404}
   * @param reached how many requests the upstream sees, exactly; {@link #ONE_PER_SUCCESS} for one per 2xx answer, {@link #REMEMBERED}
   * @param dialect whose error format the answers have
   */
  record Outcome(List<String> answers, int reached, Dialect dialect, Says says) {}

  /**
   * Header expectations: {@code Name: value}, {@code !Name}, or {@code =start line}.
   *
   * @param answer on the first answer
   * @param upstream on the first request that reached the upstream
   */
  record Says(List<String> answer, List<String> upstream) {

    static final Says NOTHING = new Says(List.of(), List.of());
  }

  /** The target of the request line when it is a plain path, as the upstream must see it. */
  Optional<String> path() {
    String[] words = request.split("[\r\n]", 2)[0].split(" ");
    return words.length > 1 && words[1].startsWith("/") ? Optional.of(words[1]) : Optional.empty();
  }

  boolean toHead() {
    return request.startsWith("HEAD ");
  }
}

package dev.ollakeep.operator.status;

import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the API server, a kubelet or a scheduler says, as a condition may quote it.
 *
 * <p>One line, bounded, and the same at every repetition: ids, times, ports and counts that only say which attempt it was are left
 * out, or each attempt would be a write of the status. What may be a secret in an address goes with them.
 */
final class ForeignWords {

  private static final int LONGEST = 500;
  private static final String SHORTENED = " ...";

  private record Rule(Pattern pattern, String replacement) {
    static Rule of(String pattern, String replacement) {
      return new Rule(Pattern.compile(pattern), replacement);
    }
  }

  private static final List<Rule> RULES = List.of(
      Rule.of("\\s+", " "),
      // What a pod was to be called, and that it was forbidden, is said anyway.
      Rule.of("^Failed to create new replica set \"[^\"]*\": ", ""),
      Rule.of("^Error creating: ", ""),
      Rule.of("^[a-z.]+ \"[^\"]*\" is forbidden: ", ""),
      Rule.of("^[A-Za-z.]+ \"[^\"]*\" is invalid: ", "invalid: "),
      Rule.of("rpc error: code = \\w+ desc = ", ""),
      // What others use changes as they come and go.
      Rule.of(", used: \\S+(?=, limited: )", ""),
      Rule.of("(?<=://)[^/\\s\"@]+@", ""),
      Rule.of("(https?://[^\\s\"?]*)\\?[^\\s\"]*", "$1"),
      Rule.of("(?:\\d{1,3}(?:\\.\\d{1,3}){3}|\\[[0-9a-fA-F:]+])(?::\\d+)?->", ""),
      Rule.of("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", "*"),
      Rule.of("(?<!sha256:)\\b[0-9a-f]{32,}\\b", "*"),
      Rule.of("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?"
          + "(?:Z|[+-]\\d\\d:\\d\\d| [+-]\\d{4}(?: [A-Z]+)?)?(?: m=\\+[\\d.]+)?", "*"),
      Rule.of(" ?\\(durationBeforeRetry \\S+\\)", ""),
      Rule.of("(?i)(back-off) (?:\\d+(?:\\.\\d+)?(?:h|ms|m|s))+ ", "$1 "),
      Rule.of("\\b([a-z0-9][a-z0-9-]*)-[0-9a-z]{5,10}-[bcdfghjklmnpqrstvwxz2456789]{5}(?![0-9a-z])", "$1-*"),
      Rule.of(", unattached volumes=\\[[^]]*]", ""),
      Rule.of(", failed to process volumes=\\[[^]]*]", ""));

  private static final Pattern VOLUMES = Pattern.compile("(?<=unmounted volumes=\\[)[^]]*");

  private ForeignWords() {}

  static String quoted(String words) {
    var text = words == null ? "" : words.strip();
    for (var rule : RULES) {
      text = rule.pattern().matcher(text).replaceAll(rule.replacement());
    }
    text = VOLUMES.matcher(text).replaceAll(ForeignWords::sorted);
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - SHORTENED.length()) + SHORTENED;
  }

  private static String sorted(MatchResult volumes) {
    return Arrays.stream(volumes.group().split("[ ,]+")).sorted().collect(Collectors.joining(" "));
  }
}

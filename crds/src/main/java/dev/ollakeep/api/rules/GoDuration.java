package dev.ollakeep.api.rules;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The durations of a resource, written as Go writes them: {@code 90s}, {@code 1h30m}, {@code 1.5h}.
 *
 * <p>Only what an API server accepts as a duration is one, and never a negative: no field of the API has a use for it.
 *
 * @see <a href="https://pkg.go.dev/time#ParseDuration">time.ParseDuration</a>
 */
public final class GoDuration {

  private static final String AMOUNT = "(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)";
  private static final String UNIT = "(?:ns|us|µs|μs|ms|s|m|h)";
  private static final Pattern WHOLE = Pattern.compile("0|(?:" + AMOUNT + UNIT + ")+");
  private static final Pattern PART = Pattern.compile("(" + AMOUNT + ")(" + UNIT + ")");
  /** Go counts nanoseconds in 64 bits: about 292 years. */
  private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE);
  /** More digits than any duration needs; without a bound a hostile text costs quadratic time. */
  private static final int MAX_LENGTH = 64;
  private static final Map<String, Long> NANOS = Map.of(
      "ns", 1L,
      "us", 1_000L,
      "µs", 1_000L,
      "μs", 1_000L,
      "ms", 1_000_000L,
      "s", 1_000_000_000L,
      "m", 60_000_000_000L,
      "h", 3_600_000_000_000L);

  private GoDuration() {}

  /**
   * Reads a duration; a fraction of a nanosecond is cut off.
   *
   * @throws IllegalArgumentException when the text is no duration of Go, is negative, or is longer than Go can count
   */
  public static Duration parse(String text) {
    if (text == null || text.length() > MAX_LENGTH || !WHOLE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no duration; write numbers with the units h, m, s or ms, such as 90s or 1h30m");
    }
    var sum = BigDecimal.ZERO;
    var part = PART.matcher(text);
    while (part.find()) {
      sum = sum.add(nanos(part.group(1), part.group(2)));
    }
    if (sum.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("\"" + text + "\" is longer than a duration can be (about 292 years)");
    }
    return Duration.ofNanos(sum.longValue());
  }

  private static BigDecimal nanos(String amount, String unit) {
    var whole = new BigDecimal(amount.startsWith(".") ? "0" + amount : amount);
    return new BigDecimal(whole.multiply(BigDecimal.valueOf(NANOS.get(unit))).toBigInteger());
  }
}

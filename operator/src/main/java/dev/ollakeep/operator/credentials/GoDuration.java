package dev.ollakeep.operator.credentials;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Durations as Kubernetes writes them: {@code 90m}, {@code 1h30m}, {@code 1.5s}, {@code 0s}. */
public final class GoDuration {

  private static final Pattern PART = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)(ms|us|ns|h|m|s)");
  private static final Pattern WHOLE = Pattern.compile("(?:" + PART.pattern() + ")+");
  private static final Map<String, BigDecimal> NANOS = Map.of(
      "h", new BigDecimal("3600000000000"),
      "m", new BigDecimal("60000000000"),
      "s", new BigDecimal("1000000000"),
      "ms", new BigDecimal("1000000"),
      "us", new BigDecimal("1000"),
      "ns", BigDecimal.ONE);

  private GoDuration() {}

  /** Empty when the text is not a duration, or one of more than 290 years. */
  public static Optional<Duration> parse(String text) {
    if (text.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    if (!WHOLE.matcher(text).matches()) {
      return Optional.empty();
    }
    var nanos = BigDecimal.ZERO;
    var parts = PART.matcher(text);
    while (parts.find()) {
      nanos = nanos.add(new BigDecimal(parts.group(1)).multiply(NANOS.get(parts.group(2))));
    }
    var whole = nanos.toBigInteger();
    return whole.bitLength() < Long.SIZE ? Optional.of(Duration.ofNanos(whole.longValue())) : Optional.empty();
  }
}

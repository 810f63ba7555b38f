package dev.ollakeep.operator.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** The next time to look although nothing changed. */
final class Wake {

  /** A deadline that is already over must not become a loop without a pause. */
  private static final Duration AT_LEAST = Duration.ofMillis(100);

  private Wake() {}

  /** The earliest of several deadlines, counted from now. */
  @SafeVarargs
  static Optional<Duration> earliest(Optional<Duration>... deadlines) {
    return Stream.of(deadlines)
        .flatMap(Optional::stream)
        .min(Duration::compareTo)
        .map(soonest -> soonest.compareTo(AT_LEAST) < 0 ? AT_LEAST : soonest);
  }

  static Duration earlier(Optional<Duration> one, Duration other) {
    return one.filter(duration -> duration.compareTo(other) < 0).orElse(other);
  }

  static Optional<Duration> until(Optional<Instant> deadline, Instant now) {
    return deadline.map(instant -> Duration.between(now, instant));
  }
}

package dev.ollakeep.operator.bench;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for conditions in programs; boundedly, so that a bench ends with a word instead of never. */
final class Pause {

  private static final Duration LONGEST = Duration.ofMinutes(30);

  private Pause() {}

  static void until(Duration interval, BooleanSupplier holds) {
    var end = System.nanoTime() + LONGEST.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("it has not come to rest within " + LONGEST.toMinutes() + " minutes");
      }
      of(interval);
    }
  }

  /** Returns the value once it has stayed the same for so long. */
  static <T> T untilSteady(Duration quiet, Duration interval, Supplier<T> value) {
    var last = value.get();
    var since = System.nanoTime();
    while (System.nanoTime() - since < quiet.toNanos()) {
      of(interval);
      var now = value.get();
      if (!now.equals(last)) {
        last = now;
        since = System.nanoTime();
      }
    }
    return last;
  }

  static void of(Duration interval) {
    try {
      Thread.sleep(interval.toMillis());
    } catch (InterruptedException stop) {
      throw new IllegalStateException("interrupted", stop);
    }
  }
}

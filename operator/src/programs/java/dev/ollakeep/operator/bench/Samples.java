package dev.ollakeep.operator.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Durations of the same thing, and how they spread. */
public final class Samples {

  private final List<Long> millis = new ArrayList<>();

  public void addSince(long nanos) {
    add(nanos, System.nanoTime());
  }

  /** From and to as {@link System#nanoTime} tells them. */
  public synchronized void add(long from, long to) {
    millis.add((to - from) / 1_000_000);
  }

  /** The smallest value that at least this share of the samples does not exceed. */
  private double seconds(double share) {
    var sorted = new ArrayList<>(millis);
    Collections.sort(sorted);
    return sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1)) / 1000.0;
  }

  @Override
  public synchronized String toString() {
    if (millis.isEmpty()) {
      return "none";
    }
    return String.format(Locale.ROOT, "p50 %.2f s, p95 %.2f s, most %.2f s (%d)", seconds(0.5), seconds(0.95), seconds(1), millis.size());
  }
}

package dev.ollakeep.operator.reconcile;

import java.time.Duration;
import java.time.Instant;

/**
 * How old an answer may be on which something is decided.
 *
 * @param live whether Secrets and Pods come from the API server itself, and not from the caches
 * @param absentSince what the API server called absent at that moment or later is not asked again
 */
record Freshness(boolean live, Instant absentSince) {

  private static final Duration ABSENCE_BELIEVED = Duration.ofMinutes(10);

  /** As new as the watches have told: good for everything that is decided again when the next event comes. */
  static Freshness cached(Instant now) {
    return new Freshness(false, now.minus(ABSENCE_BELIEVED));
  }

  /** As new as it gets, for what cannot be undone. */
  static Freshness live(Instant beginOfReconcile) {
    return new Freshness(true, beginOfReconcile);
  }

  /** Whether that moment is recent enough; one in the future is of a clock that was put back. */
  boolean covers(Instant asked, Instant now) {
    return !asked.isBefore(absentSince) && !asked.isAfter(now);
  }
}

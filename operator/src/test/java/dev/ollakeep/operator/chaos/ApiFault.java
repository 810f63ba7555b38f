package dev.ollakeep.operator.chaos;

import java.util.Random;

/** A way in which the API server can fail an operator that goes on living. */
enum ApiFault {
  CONFLICT,
  TOO_MANY_REQUESTS,
  INTERNAL_ERROR,
  UNAVAILABLE,
  APPLIED_TIMEOUT,
  LOST_TIMEOUT,
  APPLIED_RESET,
  RESET_MID_BODY,
  STALE_LIST,
  WATCHES_DROPPED,
  WATCHES_GONE,
  WATCHES_DELAYED,
  EVENTS_COALESCED;

  private static final int MOST_REQUESTS = 6;
  private static final int MOST_WATCHES = 40;

  /** The same for a seed, whenever it is asked for. */
  Faults script(long seed) {
    var random = new Random(seed * 31 + ordinal());
    return switch (this) {
      case WATCHES_DROPPED -> Faults.OfWatches.of(() -> WatchFate.endsAfter(between(random, 1_000, 5_000)), MOST_WATCHES);
      case WATCHES_GONE -> Faults.OfWatches.of(() -> WatchFate.GONE, MOST_WATCHES);
      case WATCHES_DELAYED -> Faults.OfWatches.of(() -> WatchFate.delayed(between(random, 0, 3_000)), MOST_WATCHES);
      case EVENTS_COALESCED -> Faults.OfWatches.of(() -> WatchFate.coalesced(between(random, 500, 2_000)), MOST_WATCHES);
      default -> Faults.Sometimes.of(Fate.valueOf(name()), seed, MOST_REQUESTS);
    };
  }

  private static int between(Random random, int least, int most) {
    return least + random.nextInt(most - least);
  }
}

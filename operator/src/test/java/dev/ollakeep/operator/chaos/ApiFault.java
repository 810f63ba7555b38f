package dev.ollakeep.operator.chaos;

import java.util.List;
import java.util.Random;

/** A way in which the API server can fail an operator that goes on living. */
enum ApiFault {
  CONFLICT(Fate.CONFLICT),
  TOO_MANY_REQUESTS(Fate.TOO_MANY_REQUESTS),
  INTERNAL_ERROR(Fate.INTERNAL_ERROR),
  UNAVAILABLE(Fate.UNAVAILABLE),
  APPLIED_TIMEOUT(Fate.APPLIED_TIMEOUT),
  LOST_TIMEOUT(Fate.LOST_TIMEOUT),
  APPLIED_SILENCE(Fate.APPLIED_SILENCE),
  LOST_SILENCE(Fate.LOST_SILENCE),
  APPLIED_RESET(Fate.APPLIED_RESET),
  RESET_MID_BODY(Fate.RESET_MID_BODY),
  STALE_LIST(Fate.STALE_LIST),
  /** What is only read fails in every way in which an answer can. */
  READS_FAIL,
  WATCHES_DROPPED,
  WATCHES_GONE,
  WATCHES_DELAYED,
  EVENTS_COALESCED;

  private static final int MOST_REQUESTS = 6;
  private static final int MOST_WATCHES = 40;
  private static final List<Fate> OF_READS = List.of(
      Fate.TOO_MANY_REQUESTS, Fate.INTERNAL_ERROR, Fate.UNAVAILABLE, Fate.LOST_TIMEOUT, Fate.APPLIED_RESET, Fate.RESET_MID_BODY);

  /** Of the requests that it hits; PASS where they have several, or watches suffer instead. */
  private final Fate fate;

  ApiFault(Fate fate) {
    this.fate = fate;
  }

  ApiFault() {
    this(Fate.PASS);
  }

  /** The same for a seed, whenever it is asked for. */
  Faults script(long seed) {
    var random = new Random(seed * 31 + ordinal());
    return switch (this) {
      case WATCHES_DROPPED -> Faults.OfWatches.of(() -> WatchFate.endsAfter(between(random, 1_000, 5_000)), MOST_WATCHES);
      case WATCHES_GONE -> Faults.OfWatches.of(() -> WatchFate.GONE, MOST_WATCHES);
      case WATCHES_DELAYED -> Faults.OfWatches.of(() -> WatchFate.delayed(between(random, 0, 10_000)), MOST_WATCHES);
      case EVENTS_COALESCED -> Faults.OfWatches.of(() -> WatchFate.coalesced(between(random, 500, 2_000)), MOST_WATCHES);
      case STALE_LIST -> Faults.Sometimes.of(ApiCall::isList, List.of(fate), random, MOST_REQUESTS);
      case READS_FAIL -> Faults.Sometimes.of(ApiCall::isRead, OF_READS, random, MOST_REQUESTS);
      // One costs a client its whole patience; more would say no more.
      case APPLIED_SILENCE, LOST_SILENCE -> Faults.Sometimes.of(ApiCall::isWrite, List.of(fate), random, 1);
      default -> Faults.Sometimes.of(ApiCall::isWrite, List.of(fate), random, MOST_REQUESTS);
    };
  }

  private static int between(Random random, int least, int most) {
    return least + random.nextInt(most - least);
  }
}

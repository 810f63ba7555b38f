package dev.ollakeep.operator.credentials;

import java.util.Optional;

/** One thing to count when a credential step has been done; only words of closed lists, so that they can be labels of a metric. */
public sealed interface Tally permits RotationTally, RevocationTally {

  /** What the effect counts for; that hashes are rebuilt, or leftovers deleted, counts for nothing. */
  static Optional<Tally> of(Effect effect) {
    if (effect instanceof Effect.Started started) {
      return Optional.of(RotationTally.started(started.cause()));
    }
    if (effect instanceof Effect.Published published) {
      return Optional.of(RotationTally.published(published.cause()));
    }
    if (effect instanceof Effect.PreviousRevoked revoked) {
      return Optional.of(new RevocationTally(revoked.reason()));
    }
    if (effect instanceof Effect.PreviousDisplaced displaced) {
      return Optional.of(new RevocationTally(displaced.reason()));
    }
    return effect instanceof Effect.ShutOut shutOut ? Optional.of(new RevocationTally(shutOut.reason())) : Optional.empty();
  }
}

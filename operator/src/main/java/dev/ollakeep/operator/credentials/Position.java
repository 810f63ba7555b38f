package dev.ollakeep.operator.credentials;

import java.time.Instant;
import java.util.Optional;

/**
 * Where one user's secret is in its rotation, told from the Secrets and the pods alone, and found out once in a decision.
 *
 * <p>What may be done is what a position has a method for: only one at rest can {@link RestingPosition#start start}, only a verified
 * one can {@link RunningPosition.Verified#publication be published}.
 *
 * <pre>
 *   at rest     Stable, InGrace, Revoking, Revoked, Unhashed     no secret is on its way
 *   running     Journaled, WaitingForPods, Verified, Published   one is; Premature: one that must wait
 *   shut out    Closing, Closed                                  the user may not log in
 * </pre>
 */
sealed interface Position permits RestingPosition, RunningPosition, ShutPosition {

  UserFacts facts();

  RotationPhase phase();

  /** When the user came here, as far as the Secrets tell; it may have been later, never earlier. */
  Optional<Instant> since();

  /** The hashes that the proxies shall hold of the user next; with which role is another question. */
  AuthEntry hashes(Salting salting);

  /** What the journal goes on holding of the user. */
  Optional<Journal.Entry> kept();

  /** A new request has to wait for what is under way. */
  boolean queues();

  static Position of(UserFacts facts, Circumstances around) {
    if (!facts.active()) {
      return ShutPosition.of(facts, around);
    }
    return facts.journalled()
        .<Position>map(next -> RunningPosition.of(facts, next, around))
        .orElseGet(() -> RestingPosition.of(facts, around));
  }
}

package dev.ollakeep.operator.credentials;

import java.time.Instant;
import java.util.Optional;

/** The user may not log in: no hash is left to the proxies, while the journal and the credential wait for better times. */
sealed interface ShutPosition extends Position {

  static Position of(UserFacts facts, Circumstances around) {
    return facts.entry().isEmpty() ? new Closed(facts, around) : new Closing(facts, around);
  }

  @Override
  default AuthEntry hashes(Salting salting) {
    return AuthEntry.NONE;
  }

  /** The credential keeps what is published, the journal need not. */
  @Override
  default Optional<Journal.Entry> kept() {
    return facts().journalled().filter(any -> !facts().delivered() && !facts().premature());
  }

  @Override
  default boolean queues() {
    return false;
  }

  /** The proxies still know the user. */
  record Closing(UserFacts facts, Circumstances around) implements ShutPosition {
    @Override
    public RotationPhase phase() {
      return RotationPhase.REVOKING;
    }

    @Override
    public Optional<Instant> since() {
      return Optional.of(around.pods().begin());
    }
  }

  /** The proxies know nothing of the user any more, as soon as every pod has confirmed it. */
  record Closed(UserFacts facts, Circumstances around) implements ShutPosition {
    @Override
    public RotationPhase phase() {
      return around.settled();
    }

    @Override
    public Optional<Instant> since() {
      return around.settledSince();
    }
  }
}

package dev.ollakeep.operator.credentials;

import java.time.Instant;
import java.util.Optional;

/** No new secret is on its way: from here, and only from here, one can be started. */
sealed interface RestingPosition extends Position {

  Circumstances around();

  static Position of(UserFacts facts, Circumstances around) {
    if (!facts.entry().hasCurrent()) {
      return new Unhashed(facts, around);
    }
    if (facts.entry().hasPrevious()) {
      return facts.graceIsOver(around.now()) ? new Revoking(facts, around) : new InGrace(facts, around);
    }
    return around.pods().confirmed() ? new Stable(facts, around) : new Revoked(facts, around);
  }

  @Override
  default AuthEntry hashes(Salting salting) {
    return facts().entry();
  }

  @Override
  default Optional<Journal.Entry> kept() {
    return Optional.empty();
  }

  @Override
  default boolean queues() {
    return startable().isEmpty();
  }

  /** Why a new secret starts now. */
  default Optional<RotationCause> startable() {
    return RotationRules.startable(facts(), around().now(), around().past());
  }

  /** What comes into the journal: the supplied secret, or a drawn one. */
  default Journal.Entry start(RotationCause cause, Fresh fresh) {
    var secret = facts().supply() instanceof Supply.Usable supplied
        ? supplied.password()
        : PasswordPolicy.generate(fresh, facts().name());
    return new Journal.Entry(secret, cause.word(), facts().answeredNow(), facts().user().source().text());
  }

  /** One secret, and every pod knows it. */
  record Stable(UserFacts facts, Circumstances around) implements RestingPosition {
    @Override
    public RotationPhase phase() {
      return RotationPhase.STABLE;
    }

    @Override
    public Optional<Instant> since() {
      return Optional.empty();
    }
  }

  /** The present secret is published, and the one before it is accepted for a while. */
  record InGrace(UserFacts facts, Circumstances around) implements RestingPosition {
    @Override
    public RotationPhase phase() {
      return RotationPhase.IN_GRACE;
    }

    @Override
    public Optional<Instant> since() {
      return facts.stored().flatMap(StoredCredential::publishedAt);
    }
  }

  /** The grace period is over: the previous secret goes once every pod is asked again. */
  record Revoking(UserFacts facts, Circumstances around) implements RestingPosition {
    @Override
    public RotationPhase phase() {
      return RotationPhase.REVOKING;
    }

    @Override
    public Optional<Instant> since() {
      return facts.graceEndsAt();
    }

    @Override
    public AuthEntry hashes(Salting salting) {
      return around.pods().passed() ? facts.entry().withoutPrevious() : facts.entry();
    }
  }

  /** One secret is left, and some pod may still know another. */
  record Revoked(UserFacts facts, Circumstances around) implements RestingPosition {
    @Override
    public RotationPhase phase() {
      return RotationPhase.REVOKED;
    }

    @Override
    public Optional<Instant> since() {
      return around.settledSince();
    }
  }

  /** The proxies know no secret of the user: a new one, one who comes back, or their Secret was lost. */
  record Unhashed(UserFacts facts, Circumstances around) implements RestingPosition {
    @Override
    public RotationPhase phase() {
      return facts.entry().hasPrevious() ? RotationPhase.IN_GRACE : around.settled();
    }

    @Override
    public Optional<Instant> since() {
      return facts.entry().hasPrevious() ? facts.stored().flatMap(StoredCredential::publishedAt) : around.settledSince();
    }

    /** What clients read is accepted again, unless an emergency replaces it first. */
    @Override
    public AuthEntry hashes(Salting salting) {
      var replacedFirst = facts.user().emergency() && startable().isPresent();
      return replacedFirst
          ? AuthEntry.NONE
          : facts.published().map(secret -> new AuthEntry(salting.hash(facts, secret), "", "")).orElse(AuthEntry.NONE);
    }
  }
}

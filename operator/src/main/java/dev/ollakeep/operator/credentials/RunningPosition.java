package dev.ollakeep.operator.credentials;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A new secret is in the journal, on its way to the user's clients. */
sealed interface RunningPosition extends Position {

  /** The new secret. */
  Journal.Entry next();

  static Position of(UserFacts facts, Journal.Entry next, Circumstances around) {
    if (facts.premature()) {
      return new Premature(facts, next, around);
    }
    if (!facts.carried()) {
      return new Journaled(facts, next, around);
    }
    if (facts.delivered()) {
      return new Published(facts, next);
    }
    return around.pods().passed() ? new Verified(facts, next, around) : new WaitingForPods(facts, next, around);
  }

  @Override
  default AuthEntry hashes(Salting salting) {
    return facts().entry();
  }

  @Override
  default Optional<Journal.Entry> kept() {
    return Optional.of(next());
  }

  @Override
  default boolean queues() {
    return true;
  }

  /** Written by whoever acted on old news, or for an emergency that was called off: it goes, and the grace goes on. */
  record Premature(UserFacts facts, Journal.Entry next, Circumstances around) implements RunningPosition {
    @Override
    public RotationPhase phase() {
      return RotationPhase.JOURNALED;
    }

    @Override
    public Optional<Instant> since() {
      return around.journalMadeAt();
    }

    @Override
    public Optional<Journal.Entry> kept() {
      return Optional.empty();
    }
  }

  /** Its hash is to come to the proxies. */
  record Journaled(UserFacts facts, Journal.Entry next, Circumstances around) implements RunningPosition {
    @Override
    public RotationPhase phase() {
      return RotationPhase.JOURNALED;
    }

    @Override
    public Optional<Instant> since() {
      return around.journalMadeAt();
    }

    /** The new hash comes in, and the one that clients use stays beside it. */
    @Override
    public AuthEntry hashes(Salting salting) {
      var current = salting.hash(facts, next.secret());
      if (!facts.entry().hasCurrent()) {
        return new AuthEntry(current, beside().map(old -> salting.hash(facts, old)).orElse(""), "");
      }
      var keepsPrevious = !facts.currentIsPublished() && facts.previousIsPublished();
      return new AuthEntry(current, keepsPrevious ? facts.entry().previous() : facts.entry().current(), "");
    }

    /**
     * The published secret of a user whose hashes are gone, to be accepted beside the new one.
     *
     * <p>In an emergency a user that had no entry does not get the old secret back, not even until the new one is published.
     */
    private Optional<Plaintext> beside() {
      var resumedInEmergency = !around.hashesLost() && facts.user().emergency();
      return facts.published().filter(old -> !old.equals(next.secret()) && !resumedInEmergency);
    }
  }

  /** The proxies' Secret has its hash; some pod that can accept a login may not know it. */
  record WaitingForPods(UserFacts facts, Journal.Entry next, Circumstances around) implements RunningPosition {
    @Override
    public RotationPhase phase() {
      return around.pods().unverified() ? RotationPhase.PROPAGATION_UNVERIFIED : RotationPhase.WAITING_FOR_PODS;
    }

    @Override
    public Optional<Instant> since() {
      var begin = around.pods().begin();
      return Optional.of(around.pods().unverified() ? begin.plus(Gate.UNVERIFIED) : begin);
    }
  }

  /** Every pod that can accept a login knows its hash. */
  record Verified(UserFacts facts, Journal.Entry next, Circumstances around) implements RunningPosition {
    @Override
    public RotationPhase phase() {
      return RotationPhase.VERIFIED;
    }

    @Override
    public Optional<Instant> since() {
      return Optional.of(around.pods().begin());
    }

    /** The write that hands it to the user's clients; empty when their Secret cannot be written. */
    Optional<CredentialStep> publication(CredentialSpec spec) {
      var notes = new CredentialSecret.Notes(CredentialSecret.time(around.now()), next.answers(), facts.sourceOf(next.source()));
      var grace = Optional.of(facts.user().gracePeriod()).filter(any -> facts.entry().hasPrevious());
      var effects = List.<Effect>of(new Effect.Published(facts.name(), facts.user().secretName(), next.cause(), grace));
      if (facts.credential().isMissing()) {
        return Optional.of(new CredentialStep.Create(
            CredentialSecret.create(spec, facts.user(), next.secret(), notes), effects));
      }
      var draft = CredentialSecret.draft(spec, facts.user(), next.secret(), notes);
      return facts.credential().ours()
          .filter(any -> facts.credential().isWritable())
          .map(seen -> new CredentialStep.Update(draft.update(seen), effects));
    }
  }

  /** Clients can read it: it leaves the journal. */
  record Published(UserFacts facts, Journal.Entry next) implements RunningPosition {
    @Override
    public RotationPhase phase() {
      return RotationPhase.PUBLISHED;
    }

    @Override
    public Optional<Instant> since() {
      return facts.stored().flatMap(StoredCredential::publishedAt);
    }

    @Override
    public Optional<Journal.Entry> kept() {
      return Optional.empty();
    }
  }
}

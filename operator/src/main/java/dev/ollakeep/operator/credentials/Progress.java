package dev.ollakeep.operator.credentials;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where everybody stands in a situation; it decides nothing. */
record Progress(Situation situation) {

  static Progress of(Situation situation) {
    return new Progress(situation);
  }

  Decision decision(Optional<CredentialStep> step, List<Stall> stalls) {
    var users = situation.users().stream().map(this::of).toList();
    return new Decision(step, users, situation.gate().propagation(situation.auth().revision()),
        users.stream().flatMap(user -> user.publishedAt().stream()).max(Instant::compareTo), wakeAt(users),
        Stream.concat(stalls.stream(), situation.contention().stream()).toList());
  }

  private UserProgress of(UserFacts facts) {
    var phase = facts.active() ? phase(facts) : phaseOfClosed(facts);
    return new UserProgress(
        facts.user(),
        phase,
        since(facts, phase),
        facts.published().flatMap(any -> facts.stored()).flatMap(StoredCredential::publishedAt),
        facts.graceEndsAt(),
        facts.replaceAt(),
        facts.answered().server(),
        pending(facts),
        facts.problem(situation.spec().server().namespace()).or(() -> situation.contention(facts)));
  }

  private RotationPhase phase(UserFacts facts) {
    if (facts.journalled().isPresent()) {
      return phaseOfJournalled(facts);
    }
    if (facts.entry().hasPrevious()) {
      return facts.graceIsOver(situation.now()) ? RotationPhase.REVOKING : RotationPhase.IN_GRACE;
    }
    return settled(facts);
  }

  private RotationPhase phaseOfJournalled(UserFacts facts) {
    if (!facts.carried()) {
      return RotationPhase.JOURNALED;
    }
    if (facts.delivered()) {
      return RotationPhase.PUBLISHED;
    }
    if (situation.gatePassed(facts)) {
      return RotationPhase.VERIFIED;
    }
    return situation.gate().unverified(situation.auth().revisionOf(facts.name()))
        ? RotationPhase.PROPAGATION_UNVERIFIED
        : RotationPhase.WAITING_FOR_PODS;
  }

  private RotationPhase phaseOfClosed(UserFacts facts) {
    return facts.entry().isEmpty() ? settled(facts) : RotationPhase.REVOKING;
  }

  private RotationPhase settled(UserFacts facts) {
    return situation.gate().confirmed(situation.auth().revisionOf(facts.name()))
        ? RotationPhase.STABLE
        : RotationPhase.REVOKED;
  }

  /** A revision is the Unix time of its making, or a little later: of several in one second only the first is. */
  private Optional<Instant> since(UserFacts facts, RotationPhase phase) {
    var carriedAt = Instant.ofEpochSecond(situation.auth().revisionOf(facts.name()));
    return switch (phase) {
      case JOURNALED -> situation.journalHeld().ours().map(journal -> journal.getMetadata().getCreationTimestamp()).map(Instant::parse);
      case WAITING_FOR_PODS, VERIFIED, REVOKED -> Optional.of(carriedAt);
      case PROPAGATION_UNVERIFIED -> Optional.of(carriedAt.plus(Gate.UNVERIFIED));
      case PUBLISHED, IN_GRACE -> facts.stored().flatMap(StoredCredential::publishedAt);
      case REVOKING -> facts.active() ? facts.graceEndsAt() : Optional.of(carriedAt);
      case STABLE -> Optional.empty();
    };
  }

  private String pending(UserFacts facts) {
    var waits = facts.active() && (facts.journalled().isPresent() || situation.startable(facts).isEmpty());
    return waits && facts.user().generated() ? facts.unanswered().orElse("") : "";
  }

  private Optional<Instant> wakeAt(List<UserProgress> users) {
    var times = new ArrayList<Instant>();
    users.forEach(user -> Stream.of(user.graceEndsAt(), user.nextRotationAt(), expiry(user)).flatMap(Optional::stream).forEach(times::add));
    if (situation.contention().isPresent()) {
      situation.auth().regenerations().refusedUntil(situation.now()).ifPresent(times::add);
    }
    return times.stream().filter(situation.now()::isBefore).min(Instant::compareTo);
  }

  private static Optional<Instant> expiry(UserProgress user) {
    return user.user().expiresAt().filter(any -> user.user().state() == UserState.ACTIVE);
  }
}

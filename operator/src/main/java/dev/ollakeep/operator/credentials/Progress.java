package dev.ollakeep.operator.credentials;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where everybody stands; it decides nothing. */
record Progress(CredentialState state) {

  static Progress of(CredentialState state) {
    return new Progress(state);
  }

  CredentialDecision decision(StepChoice choice, SecretContention contention) {
    var users = state.positions().stream().map(position -> of(position, choice)).toList();
    var stalls = Stall.of(state).stream().map(Stall::complaint);
    return new CredentialDecision(choice.step(), users, state.gate().propagation(state.auth().revision()),
        users.stream().flatMap(user -> user.publishedAt().stream()).max(Instant::compareTo),
        Stream.of(wakeAt(users), contention.deadline()).flatMap(Optional::stream).min(Instant::compareTo),
        Stream.of(stalls, Stall.contention(state).stream(), contention.complaints(choice.heldUp()).stream()).flatMap(all -> all).toList(),
        contention.hindrances(choice.heldUp()), contention.alterations());
  }

  private UserProgress of(Position position, StepChoice choice) {
    var facts = position.facts();
    return new UserProgress(
        facts.user(),
        position.phase(),
        position.since(),
        facts.published().flatMap(any -> facts.stored()).flatMap(StoredCredential::publishedAt),
        facts.graceEndsAt(),
        facts.replaceAt(),
        facts.answered().server(),
        (waits(position) || isHeldUp(position, choice)) && facts.user().generated() ? facts.unanswered().orElse("") : "",
        facts.problem(state.spec().server().namespace()).or(() -> Stall.contention(state, facts)));
  }

  /** A request has to wait for the running rotation, or for whatever makes credentials stand still. */
  private boolean waits(Position position) {
    var standsStill = state.spec().switches().paused() || !Stall.of(state).isEmpty();
    return position.queues() || standsStill && position.facts().active();
  }

  /** What could be taken up, while no step is taken, waits for a write that was refused. */
  private static boolean isHeldUp(Position position, StepChoice choice) {
    return choice.step().isEmpty() && position instanceof RestingPosition resting && resting.startable().isPresent();
  }

  private Optional<Instant> wakeAt(List<UserProgress> users) {
    var times = new ArrayList<Instant>();
    users.forEach(user -> Stream.of(user.graceEndsAt(), user.nextRotationAt(), expiry(user)).flatMap(Optional::stream).forEach(times::add));
    if (Stall.contention(state).isPresent()) {
      state.regenerations().refusedUntil(state.now()).ifPresent(times::add);
    }
    return times.stream().filter(state.now()::isBefore).min(Instant::compareTo);
  }

  private static Optional<Instant> expiry(UserProgress user) {
    return user.user().expiresAt().filter(any -> user.user().state() == UserState.ACTIVE);
  }
}

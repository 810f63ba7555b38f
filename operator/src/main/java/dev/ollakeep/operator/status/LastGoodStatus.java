package dev.ollakeep.operator.status;

import dev.ollakeep.api.v1alpha1.AuthStatus;
import dev.ollakeep.api.v1alpha1.Condition;
import dev.ollakeep.api.v1alpha1.OllamaServerStatus;
import dev.ollakeep.api.v1alpha1.UserStatus;
import dev.ollakeep.operator.children.Subject;
import dev.ollakeep.operator.credentials.UserState;
import dev.ollakeep.operator.names.Labels;
import dev.ollakeep.operator.words.Complaint;
import dev.ollakeep.operator.words.ConditionType;
import dev.ollakeep.operator.words.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The status of a server whose resource or Secrets are not understood: what was said of the last one that was, which is still in force.
 *
 * <p>Only what the cluster alone tells goes on changing. Those conditions keep the generation that they spoke of, so that
 * nobody who waits for the new one is told that it is ready.
 */
final class LastGoodStatus {

  private final Situation situation;
  private final Subject subject;
  private final Conditions before;

  private LastGoodStatus(Situation situation) {
    this.situation = situation;
    this.subject = situation.subject();
    this.before = Conditions.of(subject.server());
  }

  static OllamaServerStatus of(Situation situation) {
    return new LastGoodStatus(situation).assembled();
  }

  private OllamaServerStatus assembled() {
    var last = Optional.ofNullable(subject.server().getStatus()).orElseGet(OllamaServerStatus::empty);
    return new OllamaServerStatus(
        subject.server().getMetadata().getGeneration(),
        last.url(),
        last.endpoints(),
        subject.observed().serverVersion().orElse(last.serverVersion()),
        last.binding(),
        Available.running(subject),
        Available.ready(subject),
        Labels.asText(Labels.podSelector(subject.server())),
        auth(last.auth()),
        last.exposure(),
        last.tls(),
        conditions());
  }

  /** What is taken away from users all the same is told; what else the resource says of them is not done, so it is not told. */
  private AuthStatus auth(AuthStatus last) {
    if (last == null || !closes()) {
      return last;
    }
    var now = AuthReport.of(situation.credentials(), situation.decision());
    var users = last.users().stream()
        .flatMap(known -> now.users().stream().filter(user -> user.name().equals(known.name())).map(user -> closed(known, user)))
        .toList();
    return new AuthStatus(now.revision(), now.podsAtRevision(), now.phase(), now.lastRotationTime(), last.nextRotationTime(),
        last.graceEndsAt(), last.observedRequestId(), last.pendingRequestId(), users);
  }

  private static UserStatus closed(UserStatus last, UserStatus now) {
    var role = now.role().compareTo(last.role()) < 0 ? now.role() : last.role();
    var state = UserState.ACTIVE.text().equals(now.state()) ? last.state() : now.state();
    return new UserStatus(last.name(), role, last.secretName(), last.source(), state, now.phase(), last.graceEndsAt());
  }

  private boolean closes() {
    return situation.credentials().switches().onlyCloses();
  }

  private List<Condition> conditions() {
    var seen = seen();
    var kept = Stream.of(ConditionType.values())
        .filter(type -> type != ConditionType.STALLED)
        .flatMap(type -> condition(type, seen).stream());
    var stalled = before.merge(Stalled.of(situation).stream().toList(), subject.server().getMetadata().getGeneration(), subject.now());
    return Stream.concat(kept, stalled.stream()).toList();
  }

  /** What can be told without the resource, and how that changes Ready. */
  private List<Finding> seen() {
    var seen = new ArrayList<>(List.of(Available.of(situation), SecurityVerified.of(situation)));
    var unreadable = subject.unreadable().orElseThrow();
    ready(seen, unreadable).ifPresent(seen::add);
    if (unreadable.reason() == Reason.UNSUPPORTED_LAYOUT || closes() && before.of(ConditionType.CREDENTIALS_ROTATED).isPresent()) {
      seen.add(CredentialsRotated.of(situation));
    }
    return seen;
  }

  private Optional<Finding> ready(List<Finding> seen, Complaint unreadable) {
    if (before.of(ConditionType.READY).isEmpty()) {
      return Optional.of(Finding.no(ConditionType.READY, unreadable.reason(), unreadable.message()));
    }
    var shut = closes() ? Ready.shut(situation) : Optional.<Finding>empty();
    return shut.or(() -> seen.stream()
        .filter(finding -> finding.truth() == Finding.Truth.FALSE)
        .findFirst()
        .map(bad -> Finding.no(ConditionType.READY, bad.reason(), bad.message())));
  }

  private Optional<Condition> condition(ConditionType type, List<Finding> seen) {
    var found = seen.stream().filter(finding -> finding.type() == type).findFirst();
    return found.map(finding -> before.merge(List.of(finding), understood(), subject.now()).get(0)).or(() -> before.of(type));
  }

  private long understood() {
    return before.of(ConditionType.READY).map(Condition::observedGeneration).orElse(0L);
  }
}

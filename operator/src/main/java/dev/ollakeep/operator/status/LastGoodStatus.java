package dev.ollakeep.operator.status;

import dev.ollakeep.api.v1alpha1.Condition;
import dev.ollakeep.api.v1alpha1.OllamaServerStatus;
import dev.ollakeep.operator.plan.Subject;
import dev.ollakeep.operator.resources.Labels;
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
        last.auth(),
        last.exposure(),
        last.tls(),
        conditions());
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
    if (unreadable.reason() == Reason.UNSUPPORTED_LAYOUT) {
      seen.add(CredentialsRotated.of(situation));
    }
    if (before.of(ConditionType.READY).isEmpty()) {
      seen.add(Finding.no(ConditionType.READY, unreadable.reason(), unreadable.message()));
      return seen;
    }
    seen.stream()
        .filter(finding -> finding.truth() == Finding.Truth.FALSE)
        .findFirst()
        .ifPresent(bad -> seen.add(Finding.no(ConditionType.READY, bad.reason(), bad.message())));
    return seen;
  }

  private Optional<Condition> condition(ConditionType type, List<Finding> seen) {
    var found = seen.stream().filter(finding -> finding.type() == type).findFirst();
    return found.map(finding -> before.merge(List.of(finding), understood(), subject.now()).get(0)).or(() -> before.of(type));
  }

  private long understood() {
    return before.of(ConditionType.READY).map(Condition::observedGeneration).orElse(0L);
  }
}

package dev.ollakeep.operator.plan;

import dev.ollakeep.api.v1alpha1.OllamaServerStatus;
import dev.ollakeep.operator.status.Announcement;
import dev.ollakeep.operator.status.Reason;
import dev.ollakeep.operator.status.Situation;
import dev.ollakeep.operator.status.TransitionEvents;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is told about a plan in events: objects that come and go, then conditions that changed. */
final class Events {

  private Events() {}

  static List<Announcement> of(Situation situation, OllamaServerStatus status) {
    var subject = situation.subject();
    var verdicts = situation.children().verdicts();
    var created = told(subject, verdicts.stream().filter(verdict -> creates(subject, verdict)))
        .map(objects -> Announcement.normal(Reason.CHILD_CREATED, "created " + objects));
    var deleted = told(subject, verdicts.stream().filter(verdict -> deletes(subject, verdict)))
        .map(objects -> Announcement.normal(Reason.CHILD_DELETED, "deleted " + objects));
    return Stream.of(
            created.stream(), deleted.stream(), TransitionEvents.between(subject.server().getStatus(), status).stream())
        .flatMap(events -> events)
        .toList();
  }

  private static boolean creates(Subject subject, Verdict verdict) {
    return verdict instanceof Verdict.Want && subject.observed().child(verdict.child()).isAbsent();
  }

  private static boolean deletes(Subject subject, Verdict verdict) {
    var child = verdict.child();
    return verdict instanceof Verdict.Absent && subject.own(child, child.type()).isPresent();
  }

  private static Optional<String> told(Subject subject, Stream<Verdict> verdicts) {
    var objects = verdicts
        .map(verdict -> verdict.child().type().getSimpleName() + " " + verdict.child().name(subject.names()))
        .collect(Collectors.joining(", "));
    return objects.isEmpty() ? Optional.empty() : Optional.of(objects);
  }
}

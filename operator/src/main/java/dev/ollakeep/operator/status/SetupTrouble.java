package dev.ollakeep.operator.status;

import dev.ollakeep.operator.children.Subject;
import dev.ollakeep.operator.observed.PodEvent;
import dev.ollakeep.operator.observed.PodSeen;
import dev.ollakeep.operator.observed.PodSeen.EventsAnswer;
import dev.ollakeep.operator.observed.PodSetup;
import dev.ollakeep.operator.words.Complaint;
import dev.ollakeep.operator.words.Reason;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Why a node does not get a pod to where containers start, which only Events tell.
 *
 * <p>They are told again and again, in turn and in other words; of all that was said since anything went well, the most telling counts,
 * whenever that was: an attached volume of another node is told of once.
 */
final class SetupTrouble {

  private static final List<String> TELLING_FIRST = List.of(
      "FailedAttachVolume", "FailedMount", "FailedMapVolume", "FailedCreatePodSandBox", "NetworkNotReady", "FailedPrepareDynamicResources",
      "HostPortConflict", "FailedCreatePodContainer");

  /** A sandbox that is made anew is no good news: each attempt at one that fails says so. */
  private static final Set<String> GOOD_NEWS =
      Set.of("SuccessfulAttachVolume", "SuccessfulMountVolume", "Pulling", "Pulled", "Created", "Started");

  /** The kubelet's summary of what it has said in other events. */
  private static final String SUMMARY = "Unable to attach or mount volumes";

  private SetupTrouble() {}

  static Optional<Complaint> of(Subject subject, PodSeen seen) {
    var name = seen.pod().getMetadata().getName();
    if (!PodSetup.isSlow(seen.pod(), subject.now())) {
      return Optional.empty();
    }
    if (seen.events() instanceof EventsAnswer.Forbidden) {
      return Optional.of(new Complaint(Reason.PODS_NOT_READY, "node " + seen.pod().getSpec().getNodeName() + " sets pod " + name
          + " up; what keeps it the operator may not read: " + subject.kubectl("describe pod " + name)));
    }
    return seen.events() instanceof EventsAnswer.Told told
        ? telling(told.events()).map(words -> new Complaint(Reason.POD_SETUP_FAILED,
            "node " + seen.pod().getSpec().getNodeName() + " cannot set up pod " + name + ": " + words + ": "
                + subject.kubectl("describe pod " + name)))
        : Optional.empty();
  }

  private static Optional<String> telling(List<PodEvent> events) {
    var wentWell = events.stream().filter(event -> GOOD_NEWS.contains(event.reason())).map(PodEvent::at)
        .max(Comparator.naturalOrder()).orElse(Instant.MIN);
    return events.stream()
        .filter(event -> event.warning() && TELLING_FIRST.contains(event.reason()) && !event.at().isBefore(wentWell))
        .min(Comparator.<PodEvent>comparingInt(event -> TELLING_FIRST.indexOf(event.reason()))
            .thenComparing(event -> event.message().startsWith(SUMMARY))
            .thenComparing(event -> ForeignWords.quoted(event.message())))
        .map(event -> ForeignWords.quoted(event.message()));
  }
}

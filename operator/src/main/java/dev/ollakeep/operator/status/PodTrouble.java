package dev.ollakeep.operator.status;

import dev.ollakeep.operator.children.Subject;
import dev.ollakeep.operator.observed.PodSeen;
import dev.ollakeep.operator.words.Complaint;
import dev.ollakeep.operator.words.Reason;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why pods do not become ready: what their Deployment, their own status and Events tell.
 *
 * <p>Restart counts and back-off times are left out: they change at every look.
 */
public final class PodTrouble {

  private static final List<Reason> WORST_FIRST = List.of(
      Reason.PODS_REFUSED, Reason.IMAGE_PULL_FAILED, Reason.CONTAINER_NOT_STARTED, Reason.CRASH_LOOP, Reason.POD_SETUP_FAILED,
      Reason.VOLUME_PENDING, Reason.UNSCHEDULABLE, Reason.PODS_NOT_READY);

  private PodTrouble() {}

  /** The worst trouble of pods that cannot be made and of those there are; of the first pod by name where several are equal. */
  public static Optional<Complaint> worst(Subject subject) {
    var ofPods = subject.observed().pods().stream()
        .filter(seen -> seen.pod().getMetadata().getDeletionTimestamp() == null && seen.pod().getStatus() != null)
        .sorted(Comparator.comparing(seen -> seen.pod().getMetadata().getName()))
        .flatMap(seen -> of(subject, seen).stream());
    return Stream.concat(PodRefusal.of(subject).stream(), ofPods)
        .min(Comparator.comparing(trouble -> WORST_FIRST.indexOf(trouble.reason())));
  }

  private static Optional<Complaint> of(Subject subject, PodSeen seen) {
    var pod = seen.pod();
    return containers(pod)
        .flatMap(container -> new ContainerTrouble(subject, pod.getMetadata().getName(), container).found().stream())
        .findFirst()
        .or(() -> unscheduled(subject, pod))
        .or(() -> SetupTrouble.of(subject, seen));
  }

  private static Stream<ContainerStatus> containers(Pod pod) {
    return Stream.concat(
        pod.getStatus().getInitContainerStatuses().stream(), pod.getStatus().getContainerStatuses().stream());
  }

  private static Optional<Complaint> unscheduled(Subject subject, Pod pod) {
    return pod.getStatus().getConditions().stream()
        .filter(condition -> "PodScheduled".equals(condition.getType()) && "False".equals(condition.getStatus()))
        .findFirst()
        .map(condition -> unscheduled(subject, pod, condition));
  }

  /** The scheduler says why in words only; a claim that is not bound is named in them. */
  private static Complaint unscheduled(Subject subject, Pod pod, PodCondition condition) {
    var words = Optional.ofNullable(condition.getMessage()).map(ForeignWords::quoted).orElse("no reason given");
    var name = pod.getMetadata().getName();
    return words.toLowerCase(Locale.ROOT).contains("persistentvolumeclaim")
        ? new Complaint(Reason.VOLUME_PENDING,
            "pod " + name + " waits for its model volume: " + words + ": " + subject.kubectl("describe pvc " + claim(subject)))
        : new Complaint(Reason.UNSCHEDULABLE,
            "no node takes pod " + name + ": " + words + ": " + subject.kubectl("describe pod " + name));
  }

  private static String claim(Subject subject) {
    var named = subject.server().getSpec().storage().claimName();
    return named.isEmpty() ? subject.names().modelVolume() : named;
  }
}

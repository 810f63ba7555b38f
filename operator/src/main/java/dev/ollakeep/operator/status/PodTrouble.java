package dev.ollakeep.operator.status;

import dev.ollakeep.operator.plan.PodSeen;
import dev.ollakeep.operator.plan.Subject;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Why a pod does not become ready, as its status tells.
 *
 * <p>Restart counts and back-off times are left out: they change at every look.
 */
public record PodTrouble(Reason reason, String message) {

  private static final Set<String> NO_IMAGE =
      Set.of("ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "ImageInspectError");

  /** After this time a kubelet forgets how often a container has ended before. */
  private static final Duration LIVED = Duration.ofMinutes(10);

  private static final List<Reason> WORST_FIRST =
      List.of(Reason.IMAGE_PULL_FAILED, Reason.CRASH_LOOP, Reason.VOLUME_PENDING, Reason.UNSCHEDULABLE);

  /** The worst trouble of all pods; of the first pod by name where several are equal. */
  public static Optional<PodTrouble> worst(Subject subject) {
    return subject.observed().pods().stream()
        .map(PodSeen::pod)
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null && pod.getStatus() != null)
        .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
        .flatMap(pod -> of(subject, pod).stream())
        .min(Comparator.comparing(trouble -> WORST_FIRST.indexOf(trouble.reason())));
  }

  private static Optional<PodTrouble> of(Subject subject, Pod pod) {
    return containers(pod)
        .flatMap(container -> container(subject, pod, container).stream())
        .findFirst()
        .or(() -> unscheduled(subject, pod));
  }

  private static Stream<ContainerStatus> containers(Pod pod) {
    return Stream.concat(
        pod.getStatus().getInitContainerStatuses().stream(), pod.getStatus().getContainerStatuses().stream());
  }

  private static Optional<PodTrouble> container(Subject subject, Pod pod, ContainerStatus container) {
    var waiting = container.getState() == null ? null : container.getState().getWaiting();
    var why = Optional.ofNullable(waiting).map(ContainerStateWaiting::getReason).orElse("");
    var name = pod.getMetadata().getName();
    if (NO_IMAGE.contains(why)) {
      return Optional.of(new PodTrouble(Reason.IMAGE_PULL_FAILED,
          "pod " + name + " cannot fetch image " + container.getImage() + " of container " + container.getName() + ": "
              + subject.kubectl("describe pod " + name)));
    }
    if (why.equals("CrashLoopBackOff") || endsSoon(container, subject.now())) {
      return Optional.of(new PodTrouble(Reason.CRASH_LOOP,
          "container " + container.getName() + " of pod " + name + " ends again and again" + exitCode(container) + ": "
              + subject.kubectl("logs " + name + " -c " + container.getName() + " --previous")));
    }
    return Optional.empty();
  }

  /**
   * Between two back-offs it runs, may even be ready for a moment, or has just ended again: that is the same trouble, not another
   * one every few seconds.
   */
  private static boolean endsSoon(ContainerStatus container, Instant now) {
    var last = last(container);
    var running = container.getState() == null ? null : container.getState().getRunning();
    return container.getRestartCount() != null && container.getRestartCount() >= 2
        && last != null && last.getFinishedAt() != null && isYoung(last.getStartedAt(), Instant.parse(last.getFinishedAt()))
        && (running == null || isYoung(running.getStartedAt(), now));
  }

  private static boolean isYoung(String since, Instant now) {
    return since != null && Instant.parse(since).plus(LIVED).isAfter(now);
  }

  /** How it ended last, whether or not it runs again. */
  private static ContainerStateTerminated last(ContainerStatus container) {
    var now = container.getState() == null ? null : container.getState().getTerminated();
    var before = container.getLastState() == null ? null : container.getLastState().getTerminated();
    return now == null ? before : now;
  }

  private static String exitCode(ContainerStatus container) {
    var last = last(container);
    return last == null ? "" : " (exit code " + last.getExitCode() + (last.getReason() == null ? ")" : ", " + last.getReason() + ")");
  }

  private static Optional<PodTrouble> unscheduled(Subject subject, Pod pod) {
    return pod.getStatus().getConditions().stream()
        .filter(condition -> "PodScheduled".equals(condition.getType()) && "False".equals(condition.getStatus()))
        .findFirst()
        .map(condition -> unscheduled(subject, pod, condition));
  }

  /** The scheduler says why in words only; a claim that is not bound is named in them. */
  private static PodTrouble unscheduled(Subject subject, Pod pod, PodCondition condition) {
    var words = Optional.ofNullable(condition.getMessage()).orElse("no reason given");
    var name = pod.getMetadata().getName();
    return words.toLowerCase(Locale.ROOT).contains("persistentvolumeclaim")
        ? new PodTrouble(Reason.VOLUME_PENDING,
            "pod " + name + " waits for its model volume: " + words + ": " + subject.kubectl("describe pvc " + claim(subject)))
        : new PodTrouble(Reason.UNSCHEDULABLE,
            "no node takes pod " + name + ": " + words + ": " + subject.kubectl("describe pod " + name));
  }

  private static String claim(Subject subject) {
    var named = subject.server().getSpec().storage().claimName();
    return named.isEmpty() ? subject.names().modelVolume() : named;
  }
}

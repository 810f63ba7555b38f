package dev.ollakeep.operator.observed;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The time in which a node attaches volumes, mounts them, and gives a pod its network, before anything of it runs.
 *
 * <p>A pod's status does not say why that takes long; only Events do. Reading them costs the API server a look at all Events of the
 * namespace, so that it is done seldom, and not at all once a kubelet says that the pod is ready for containers.
 */
public final class PodSetup {

  private static final Duration USUAL = Duration.ofSeconds(4);
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Duration OFTEN = Duration.ofSeconds(10);
  private static final Duration SELDOM = Duration.ofSeconds(30);
  private static final Set<String> NOTHING_YET = Set.of("ContainerCreating", "PodInitializing");

  private PodSetup() {}

  /** Whether it takes longer than usual, so that Events are worth a look. */
  public static boolean isSlow(Pod pod, Instant now) {
    return since(pod).filter(since -> !since.plus(USUAL).isAfter(now)).isPresent();
  }

  /** After which time to look at Events again, or for the first time; empty when there is no need. */
  public static Optional<Duration> lookAgain(Pod pod, Instant now) {
    return since(pod).map(since -> {
      var waited = Duration.between(since, now);
      var first = USUAL.minus(waited);
      return first.isNegative() || first.isZero() ? waited.compareTo(LONG) < 0 ? OFTEN : SELDOM : first;
    });
  }

  /** Since when a node has the pod; empty unless that is all that has become of it. */
  private static Optional<Instant> since(Pod pod) {
    var status = pod.getStatus();
    var begun = status == null || pod.getMetadata().getDeletionTimestamp() != null || !"Pending".equals(status.getPhase())
        || condition(status, "PodReadyToStartContainers").isPresent()
        || containers(status).anyMatch(container -> !waits(container.getState()));
    return begun ? Optional.empty() : condition(status, "PodScheduled").map(PodCondition::getLastTransitionTime).map(Instant::parse);
  }

  private static Stream<ContainerStatus> containers(PodStatus status) {
    return Stream.concat(status.getInitContainerStatuses().stream(), status.getContainerStatuses().stream());
  }

  private static boolean waits(ContainerState state) {
    return state != null && state.getWaiting() != null && NOTHING_YET.contains(state.getWaiting().getReason());
  }

  private static Optional<PodCondition> condition(PodStatus status, String type) {
    return status.getConditions().stream()
        .filter(condition -> type.equals(condition.getType()) && "True".equals(condition.getStatus()))
        .findFirst();
  }
}

package dev.ollakeep.testing.player;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The status of a Pod as kubelet would write it; pure.
 *
 * @param ip       the Pod's address
 * @param since    when the Pod was accepted
 * @param initials init containers and what is known of them, in order
 * @param mains    the other containers
 */
record PodStatusReport(String ip, Instant since, Map<Container, ContainerFacts> initials, Map<Container, ContainerFacts> mains) {

  /**
   * The status now.
   *
   * @param previous the conditions of the last report: a condition that did not flip keeps its time
   */
  PodStatus status(List<PodCondition> previous, Instant now) {
    boolean initialized = initials.entrySet().stream().allMatch(entry -> isSidecar(entry.getKey())
      ? entry.getValue().started() : entry.getValue().succeeded());
    boolean ready = initialized && mains.values().stream().allMatch(ContainerFacts::ready)
      && initials.entrySet().stream().filter(entry -> isSidecar(entry.getKey())).allMatch(entry -> entry.getValue().ready());
    List<PodCondition> conditions = Stream.of(
            new Said("PodScheduled", true, ""),
            new Said("Initialized", initialized, "ContainersNotInitialized"),
            new Said("ContainersReady", ready, "ContainersNotReady"),
            new Said("Ready", ready, "ContainersNotReady"))
        .map(verdict -> verdict.condition(previous, now)).toList();
    return new PodStatusBuilder()
      .withPhase(initialized && mains.values().stream().noneMatch(facts -> facts.id().isEmpty()) ? "Running" : "Pending")
      .withStartTime(text(since))
      .withHostIP("127.0.0.1").withPodIP(ip).withPodIPs(new PodIP(ip))
      .withConditions(conditions)
      .withInitContainerStatuses(statuses(initials))
      .withContainerStatuses(statuses(mains))
      .build();
  }

  static boolean isSidecar(Container container) {
    return "Always".equals(container.getRestartPolicy());
  }

  private List<ContainerStatus> statuses(Map<Container, ContainerFacts> containers) {
    List<ContainerStatus> statuses = new ArrayList<>();
    containers.forEach((container, facts) -> statuses.add(new ContainerStatusBuilder()
      .withName(container.getName()).withImage(container.getImage()).withImageID(facts.id().isEmpty() ? "" : "player://image")
      .withContainerID(facts.id().isEmpty() ? null : facts.id())
      .withRestartCount(facts.restarts()).withStarted(facts.started())
      .withReady(facts.ready() || initials.containsKey(container) && facts.succeeded())
      .withState(state(facts.phase()))
      .withLastState(facts.hasEnded() || facts.last().isEmpty() ? new ContainerState() : state(facts.last().get()))
      .build()));
    return statuses;
  }

  private static ContainerState state(ContainerFacts.Phase phase) {
    ContainerStateBuilder state = new ContainerStateBuilder();
    if (phase instanceof ContainerFacts.Waiting waiting) {
      state.withNewWaiting(waiting.message().isEmpty() ? null : waiting.message(), waiting.reason());
    } else if (phase instanceof ContainerFacts.Running running) {
      state.withNewRunning(text(running.since()));
    } else if (phase instanceof ContainerFacts.Ended ended) {
      state.withNewTerminated().withContainerID(ended.id()).withExitCode(ended.exitCode())
        .withReason(ended.exitCode() == 0 ? "Completed" : "Error")
        .withStartedAt(text(ended.since())).withFinishedAt(text(ended.until())).endTerminated();
    }
    return state.build();
  }

  private static String text(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private record Said(String type, boolean holds, String reasonIfNot) {

    PodCondition condition(List<PodCondition> previous, Instant now) {
      String status = holds ? "True" : "False";
      String transition = previous.stream().filter(old -> old.getType().equals(type) && old.getStatus().equals(status))
          .map(PodCondition::getLastTransitionTime).findFirst().orElse(text(now));
      return new PodConditionBuilder().withType(type).withStatus(status).withReason(holds ? null : reasonIfNot)
          .withLastTransitionTime(transition).build();
    }
  }
}

package dev.ollakeep.testing.player;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The status of a Deployment as its controller would write it; pure.
 *
 * @param refusal why the API server took no more Pods, in its words
 */
record DeploymentStatusReport(Deployment deployment, Rollout rollout, List<Rollout.PodFact> pods, Optional<String> refusal) {

  private static final int DEFAULT_DEADLINE_SECONDS = 600;

  DeploymentStatus status(Instant now) {
    List<Rollout.PodFact> live = pods.stream().filter(pod -> !pod.terminating()).toList();
    int available = (int) live.stream().filter(Rollout.PodFact::available).count();
    int updated = (int) live.stream().filter(pod -> pod.hash().equals(rollout.hash())).count();
    boolean complete = updated == rollout.replicas() && live.size() == updated && available == updated;
    boolean enough = available >= rollout.replicas() - (rollout.recreate() ? rollout.replicas() : rollout.unavailable());
    boolean minimum = rollout.recreate() ? available >= rollout.replicas() : enough;
    DeploymentCondition availability = condition("Available", minimum,
      minimum ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable", now);
    boolean moved = previous().isEmpty() || !number(previous().get().getReadyReplicas()).equals(available)
      || !number(previous().get().getUpdatedReplicas()).equals(updated) || !number(previous().get().getReplicas()).equals(live.size());
    return new DeploymentStatusBuilder()
      .withObservedGeneration(deployment.getMetadata().getGeneration())
      .withReplicas(live.size()).withUpdatedReplicas(updated)
      .withReadyReplicas(available).withAvailableReplicas(available)
      .withUnavailableReplicas(Math.max(0, rollout.replicas() - available))
      .withConditions(Stream.of(Optional.of(availability), Optional.of(progress(complete, moved, now)), failure(now))
        .flatMap(Optional::stream).toList())
      .build();
  }

  /** A ReplicaSet keeps the first words until a Pod can be made; another ReplicaSet has its own. */
  private Optional<DeploymentCondition> failure(Instant now) {
    return refusal.map(words -> before("ReplicaFailure").filter(old -> old.getMessage().contains(rollout.hash()))
      .orElseGet(() -> new DeploymentConditionBuilder(condition("ReplicaFailure", true, "FailedCreate", now)).withMessage(words).build()));
  }

  /** When the rollout counts as stuck unless something moves before. */
  Optional<Instant> deadline(DeploymentStatus status) {
    return status.getConditions().stream().filter(condition -> "ReplicaSetUpdated".equals(condition.getReason()))
      .map(condition -> Instant.parse(condition.getLastUpdateTime()).plusSeconds(deadlineSeconds())).findFirst();
  }

  private DeploymentCondition progress(boolean complete, boolean moved, Instant now) {
    Optional<DeploymentCondition> before = before("Progressing");
    boolean sameGeneration = previous().map(DeploymentStatus::getObservedGeneration)
      .filter(deployment.getMetadata().getGeneration()::equals).isPresent();
    boolean wasComplete = before.filter(condition -> "NewReplicaSetAvailable".equals(condition.getReason())).isPresent();
    if (complete || wasComplete && sameGeneration) {
      return condition("Progressing", true, "NewReplicaSetAvailable", now);
    }
    boolean late = before.filter(condition -> !moved && sameGeneration)
      .map(condition -> Instant.parse(condition.getLastUpdateTime()).plusSeconds(deadlineSeconds()).isBefore(now)).orElse(false);
    DeploymentCondition condition = condition("Progressing", !late, late ? "ProgressDeadlineExceeded" : "ReplicaSetUpdated", now);
    if (moved) {
      condition.setLastUpdateTime(text(now));
    }
    return condition;
  }

  private DeploymentCondition condition(String type, boolean holds, String reason, Instant now) {
    String status = holds ? "True" : "False";
    Optional<DeploymentCondition> same = before(type).filter(old -> old.getStatus().equals(status));
    boolean unchanged = same.filter(old -> old.getReason().equals(reason)).isPresent();
    return new DeploymentConditionBuilder().withType(type).withStatus(status).withReason(reason)
      .withMessage(type + " " + status + ": " + reason)
      .withLastTransitionTime(same.map(DeploymentCondition::getLastTransitionTime).orElse(text(now)))
      .withLastUpdateTime(unchanged ? same.get().getLastUpdateTime() : text(now))
      .build();
  }

  private Optional<DeploymentCondition> before(String type) {
    return previous().flatMap(status -> status.getConditions().stream().filter(old -> old.getType().equals(type)).findFirst());
  }

  private Optional<DeploymentStatus> previous() {
    return Optional.ofNullable(deployment.getStatus());
  }

  private int deadlineSeconds() {
    return Optional.ofNullable(deployment.getSpec().getProgressDeadlineSeconds()).orElse(DEFAULT_DEADLINE_SECONDS);
  }

  private static Integer number(Integer value) {
    return value == null ? 0 : value;
  }

  private static String text(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}

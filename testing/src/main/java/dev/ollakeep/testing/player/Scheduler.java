package dev.ollakeep.testing.player;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives Pods the player's node, or says as the scheduler does why it cannot. */
record Scheduler(KubernetesClient client, String node, Surroundings surroundings) {

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  /**
   * What came of a Pod.
   *
   * @param placed it has its node
   * @param refusal why the API server did not take it, in its words
   */
  record Outcome(boolean placed, Optional<String> refusal) { }

  /** Creates the Pod, on the node when it fits. */
  Outcome create(Pod wanted) {
    Optional<String> obstacle = surroundings.unschedulable(wanted);
    wanted.getSpec().setNodeName(obstacle.isPresent() ? null : node);
    Pod created;
    try {
      created = client.resource(wanted).create();
    } catch (KubernetesClientException e) {
      if (e.getStatus() == null || e.getStatus().getMessage() == null) {
        throw e;
      }
      return new Outcome(false, Optional.of(e.getStatus().getMessage()));
    }
    obstacle.ifPresent(words -> refuse(created, words));
    return new Outcome(obstacle.isEmpty(), Optional.empty());
  }

  /** Gives the node to those that had to wait and fit now; true when some still wait. */
  boolean placeWaiting(List<Pod> pods) {
    boolean someWait = false;
    for (Pod pod : pods) {
      boolean waits = pod.getSpec().getNodeName() == null && pod.getMetadata().getDeletionTimestamp() == null;
      if (waits && surroundings.unschedulable(pod).isEmpty()) {
        bind(pod);
      } else {
        someWait |= waits;
      }
    }
    return someWait;
  }

  private void refuse(Pod pod, String words) {
    Map<String, String> condition = Map.of(
      "type", "PodScheduled", "status", "False", "reason", "Unschedulable", "message", words);
    client.pods().inNamespace(pod.getMetadata().getNamespace()).withName(pod.getMetadata().getName()).subresource("status")
      .patch(MERGE, Serialization.asJson(Map.of("status", Map.of("conditions", List.of(condition)))));
  }

  private void bind(Pod pod) {
    String path = "/api/v1/namespaces/" + pod.getMetadata().getNamespace() + "/pods/" + pod.getMetadata().getName() + "/binding";
    client.raw(path, "POST", Map.of(
      "apiVersion", "v1", "kind", "Binding",
      "metadata", Map.of("name", pod.getMetadata().getName()),
      "target", Map.of("apiVersion", "v1", "kind", "Node", "name", node)));
  }
}

package dev.ollakeep.operator.trouble;

import static dev.ollakeep.operator.trouble.Place.until;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;

/** Why there are no pods, or none that a node can set up. */
final class RefusedPodSituations {

  private static final String EPHEMERAL = "storage: {type: Ephemeral}\nauth: {users: [{name: alice, role: User}]}\n";

  private RefusedPodSituations() {}

  static List<BrokenSituation> all() {
    return List.of(quota(), limitRange(), runtimeClass(), priorityClass(), volume());
  }

  private static BrokenSituation quota() {
    return BrokenSituation.of("A quota refuses the pods", place -> {
      Quota.impose(place, "10Gi", "requests.memory: 4Gi");
      place.server(EPHEMERAL + "resources: {requests: {memory: 8Gi}}\n");
      until("pods are refused", () -> refused(place));
    });
  }

  private static BrokenSituation limitRange() {
    return BrokenSituation.of("A LimitRange refuses the pods", place -> {
      place.create("""
          apiVersion: v1
          kind: LimitRange
          metadata: {name: bounds}
          spec: {limits: [{type: Container, max: {memory: 8Gi}}]}
          """);
      place.server(EPHEMERAL + "resources: {limits: {memory: 16Gi}}\n");
      until("pods are refused", () -> refused(place));
    });
  }

  private static BrokenSituation runtimeClass() {
    return BrokenSituation.of("The RuntimeClass does not exist", place -> {
      place.server(EPHEMERAL + "scheduling: {runtimeClassName: nvidia}\n");
      until("pods are refused", () -> refused(place));
    });
  }

  private static BrokenSituation priorityClass() {
    return BrokenSituation.of("The PriorityClass does not exist", place -> {
      place.others().leftovers().add(() -> place.client().scheduling().v1().priorityClasses().withName("interactive").delete());
      place.server(EPHEMERAL + "scheduling: {priorityClassName: interactive}\n");
      until("pods are refused", () -> refused(place));
    });
  }

  private static BrokenSituation volume() {
    return BrokenSituation.of("The volume cannot be attached", place -> {
      place.create("""
          apiVersion: v1
          kind: PersistentVolumeClaim
          metadata: {name: models, labels: {ollakeep.dev/model-store: "true"}}
          spec:
            accessModes: [ReadWriteOnce]
            storageClassName: local
            resources: {requests: {storage: 1Gi}}
          """);
      place.create("""
          apiVersion: v1
          kind: Pod
          metadata: {name: indexer}
          spec:
            nodeName: another-node
            containers: [{name: indexer, image: example.com/indexer:1}]
            volumes: [{name: models, persistentVolumeClaim: {claimName: models}}]
          """);
      place.meanwhile(() -> endOnItsNode(place));
      place.server("storage: {type: ExistingClaim, claimName: models}\nauth: {users: [{name: alice, role: User}]}\n");
      until("the volume is refused", () -> place.client().v1().events().inNamespace(place.namespace()).list().getItems().stream()
          .map(Event::getReason).anyMatch("FailedAttachVolume"::equals));
    });
  }

  /** As the kubelet of the other node does with a pod that is deleted. */
  private static void endOnItsNode(Place place) {
    var indexer = place.client().pods().inNamespace(place.namespace()).withName("indexer");
    Pod now = indexer.get();
    if (now != null && now.getMetadata().getDeletionTimestamp() != null) {
      indexer.withGracePeriod(0).delete();
    }
  }

  private static boolean refused(Place place) {
    return place.client().apps().deployments().inNamespace(place.namespace()).withName("hello").get().getStatus().getConditions().stream()
        .anyMatch(condition -> condition.getType().equals("ReplicaFailure"));
  }
}

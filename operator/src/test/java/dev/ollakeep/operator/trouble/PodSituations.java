package dev.ollakeep.operator.trouble;

import static dev.ollakeep.operator.trouble.Place.until;

import dev.ollakeep.testing.player.PlayedPod;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

/** Why pods do not run. */
final class PodSituations {

  private static final String AUTH = "auth: {users: [{name: alice, role: User}]}\n";
  private static final String EPHEMERAL = "storage: {type: Ephemeral}\n" + AUTH;
  private static final BigDecimal ENOUGH = Quantity.getAmountInBytes(new Quantity("4Gi"));

  private PodSituations() {}

  static List<BrokenSituation> all() {
    return List.of(storage(), room(),
        BrokenSituation.of("The image cannot be pulled", place -> {
          place.server(EPHEMERAL + "image: ollama/ollama" + SmallCluster.MISSING_TAG + "\n");
          until("the kubelet gives up", () -> waiting(place, "ImagePullBackOff"));
        }),
        BrokenSituation.of("The image is not allowed", place -> place.server(EPHEMERAL + "image: registry.example.com/ai/ollama:1\n")),
        BrokenSituation.of("A container cannot be started", place -> {
          place.server(EPHEMERAL + "image: ollama/ollama" + SmallCluster.EMPTY_TAG + "\n");
          until("the kubelet gives up", () -> waiting(place, "RunContainerError"));
        }),
        crashes(), claim(), quota(),
        BrokenSituation.of("It was scaled to zero", place -> place.server(EPHEMERAL + "replicas: 0\n")));
  }

  private static BrokenSituation storage() {
    return BrokenSituation.of("No storage for the models", place -> {
      place.createForAll("""
          apiVersion: storage.k8s.io/v1
          kind: StorageClass
          metadata: {name: standard}
          provisioner: example.com/disk
          """);
      place.server("storage: {size: 1Gi}\n" + AUTH);
      until("the scheduler gives up", () -> unscheduled(place));
    });
  }

  private static BrokenSituation room() {
    return BrokenSituation.of("No node has room", place -> {
      place.server(EPHEMERAL + "resources: {requests: {memory: 64Gi}}\n");
      until("the scheduler gives up", () -> unscheduled(place));
    });
  }

  /** The kernel ends what takes more than its limit. */
  private static BrokenSituation crashes() {
    return BrokenSituation.of("Ollama ends again and again", place -> {
      place.meanwhile(() -> place.pods().stream()
          .filter(pod -> limit(place, pod).compareTo(ENOUGH) < 0).forEach(pod -> pod.kill("ollama")));
      place.server(EPHEMERAL + "resources: {limits: {memory: 1Gi}}\n");
      until("the kubelet waits before the next start", () -> waiting(place, "CrashLoopBackOff"));
    });
  }

  private static BrokenSituation claim() {
    return BrokenSituation.of("A claim of yours is not labelled", place -> {
      place.create("""
          apiVersion: v1
          kind: PersistentVolumeClaim
          metadata: {name: models}
          spec:
            accessModes: [ReadWriteOnce]
            storageClassName: local
            resources: {requests: {storage: 1Gi}}
          """);
      place.server("storage: {type: ExistingClaim, claimName: models}\n" + AUTH);
    });
  }

  private static BrokenSituation quota() {
    return BrokenSituation.of("A quota refuses an object", place -> {
      Quota.impose(place, "10Gi", "count/services: 100");
      place.server("storage: {size: 50Gi, storageClassName: local}\n" + AUTH);
    });
  }

  private static BigDecimal limit(Place place, PlayedPod pod) {
    var spec = place.client().pods().inNamespace(place.namespace()).withName(pod.name()).get().getSpec();
    return Quantity.getAmountInBytes(spec.getInitContainers().get(0).getResources().getLimits().get("memory"));
  }

  private static boolean unscheduled(Place place) {
    return podObjects(place).flatMap(pod -> pod.getStatus().getConditions().stream()).map(PodCondition::getReason)
        .anyMatch("Unschedulable"::equals);
  }

  private static boolean waiting(Place place, String reason) {
    return podObjects(place).flatMap(pod -> pod.getStatus().getInitContainerStatuses().stream())
        .anyMatch(status -> status.getState().getWaiting() != null && reason.equals(status.getState().getWaiting().getReason()));
  }

  private static Stream<Pod> podObjects(Place place) {
    return place.client().pods().inNamespace(place.namespace()).list().getItems().stream();
  }
}

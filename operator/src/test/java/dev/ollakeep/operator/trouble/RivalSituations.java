package dev.ollakeep.operator.trouble;

import static dev.ollakeep.operator.trouble.Place.until;

import dev.ollakeep.operator.reconcile.ImageMirror;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;

/** Others who change what the operator writes. */
final class RivalSituations {

  private static final String SPEC = """
      storage: {type: Ephemeral}
      auth: {users: [{name: alice, role: User}]}
      """;
  private static final String MIRROR = "docker.io/library/nginx:1.30.6-alpine";

  private RivalSituations() {}

  static List<BrokenSituation> all() {
    return List.of(autoscaler(), policy());
  }

  /** Begins when the autoscaler has undone what the operator did; that it goes on, the operator has to see by itself. */
  private static BrokenSituation autoscaler() {
    return BrokenSituation.of("Somebody keeps changing an object", place -> {
      place.readyServer(SPEC);
      place.create("""
          apiVersion: autoscaling/v2
          kind: HorizontalPodAutoscaler
          metadata: {name: hello}
          spec: {minReplicas: 2, maxReplicas: 4, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: hello}}
          """);
      place.meanwhile(() -> autoscale(place));
      until("it scales", () -> replicas(place) == 2);
    });
  }

  /** What the cluster's own controller does with it. */
  private static void autoscale(Place place) {
    var autoscaler = place.client().autoscaling().v2().horizontalPodAutoscalers()
        .inNamespace(place.namespace()).withName("hello").get();
    if (autoscaler != null && replicas(place) != autoscaler.getSpec().getMinReplicas()) {
      place.client().apps().deployments().inNamespace(place.namespace()).withName("hello").patch(
          new PatchContext.Builder().withPatchType(PatchType.JSON_MERGE).withFieldManager("kube-controller-manager").build(),
          "{\"spec\":{\"replicas\":" + autoscaler.getSpec().getMinReplicas() + "}}");
    }
  }

  private static int replicas(Place place) {
    return place.client().apps().deployments().inNamespace(place.namespace()).withName("hello").get().getSpec().getReplicas();
  }

  private static BrokenSituation policy() {
    return BrokenSituation.of("A policy changes an object", place -> {
      ImageMirror.policyAndBinding(place.namespace(), MIRROR).forEach(place::createForAll);
      place.server(SPEC);
      var drain = new int[] {60};
      until("the policy is in force", () -> {
        place.edit("{\"drainTimeout\":\"" + ++drain[0] + "s\"}");
        return MIRROR.equals(place.client().apps().deployments().inNamespace(place.namespace()).withName("hello").get()
            .getSpec().getTemplate().getSpec().getContainers().get(0).getImage());
      });
    });
  }
}

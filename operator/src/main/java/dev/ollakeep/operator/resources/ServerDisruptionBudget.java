package dev.ollakeep.operator.resources;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.names.Labels;
import dev.ollakeep.operator.names.Names;
import dev.ollakeep.operator.names.Ownership;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;

/** Lets a node drain take one pod at a time; with a single pod it would only block the drain, so there is none then. */
public final class ServerDisruptionBudget {

  private ServerDisruptionBudget() {}

  public static PodDisruptionBudget of(OllamaServer server) {
    return new PodDisruptionBudgetBuilder()
        .withMetadata(Ownership.owned(server, Names.of(server).server(), Child.DISRUPTION_BUDGET.component()))
        .withNewSpec()
        .withMaxUnavailable(new IntOrString(1))
        // Otherwise a pod that crashes for ever can never be evicted and the node never drains.
        .withUnhealthyPodEvictionPolicy("AlwaysAllow")
        .withNewSelector()
        .withMatchLabels(Labels.podSelector(server))
        .endSelector()
        .endSpec()
        .build();
  }
}

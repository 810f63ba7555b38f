package dev.ollakeep.operator.resources;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.names.Labels;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import java.util.List;
import java.util.TreeMap;

/** Where the pods may run, as the resource asks; what it does not ask for does not appear at all. */
final class PodScheduling {

  private PodScheduling() {}

  static PodSpec applied(OllamaServer server, PodSpec pod) {
    var asked = server.getSpec().scheduling();
    return new PodSpecBuilder(pod)
        .withNodeSelector(new TreeMap<>(asked.nodeSelector()))
        .withTolerations(asked.tolerations())
        .withAffinity(asked.affinity())
        .withTopologySpreadConstraints(spread(server))
        .withPriorityClassName(nullIfEmpty(asked.priorityClassName()))
        .withRuntimeClassName(nullIfEmpty(asked.runtimeClassName()))
        .build();
  }

  /** A constraint without a selector would count no pod at all; it means the server's own. */
  private static List<TopologySpreadConstraint> spread(OllamaServer server) {
    var own = new LabelSelectorBuilder().withMatchLabels(Labels.podSelector(server)).build();
    return server.getSpec().scheduling().topologySpreadConstraints().stream()
        .map(asked -> asked.getLabelSelector() != null ? asked : new TopologySpreadConstraintBuilder(asked).withLabelSelector(own).build())
        .toList();
  }

  private static String nullIfEmpty(String text) {
    return text.isEmpty() ? null : text;
  }
}

package dev.ollakeep.operator.resources;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.names.Labels;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.NodeAffinity;
import io.fabric8.kubernetes.api.model.PodAffinity;
import io.fabric8.kubernetes.api.model.PodAntiAffinity;
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
        .withAffinity(affinity(asked.affinity()))
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

  /** A part that asks for nothing is left out: with and without it, pods are the same, and so is what they are made from. */
  private static Affinity affinity(Affinity asked) {
    var known = asked == null ? new Affinity() : asked;
    var useful = new Affinity(
        nullIf(new NodeAffinity(), known.getNodeAffinity()),
        nullIf(new PodAffinity(), known.getPodAffinity()),
        nullIf(new PodAntiAffinity(), known.getPodAntiAffinity()));
    return nullIf(new Affinity(), useful);
  }

  private static <T> T nullIf(T empty, T asked) {
    return empty.equals(asked) ? null : asked;
  }

  private static String nullIfEmpty(String text) {
    return text.isEmpty() ? null : text;
  }
}

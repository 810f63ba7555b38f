package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import java.util.List;
import java.util.Map;

/** Where the pods may run. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Scheduling(
    Map<String, String> nodeSelector,
    List<Toleration> tolerations,
    Affinity affinity,
    List<TopologySpreadConstraint> topologySpreadConstraints,
    String priorityClassName,
    String runtimeClassName) {

  public Scheduling {
    nodeSelector = nodeSelector == null ? Map.of() : Map.copyOf(nodeSelector);
    tolerations = tolerations == null ? List.of() : List.copyOf(tolerations);
    topologySpreadConstraints = topologySpreadConstraints == null ? List.of() : List.copyOf(topologySpreadConstraints);
    priorityClassName = priorityClassName == null ? "" : priorityClassName;
    runtimeClassName = runtimeClassName == null ? "" : runtimeClassName;
  }

  /** Anywhere. */
  public static Scheduling none() {
    return new Scheduling(null, null, null, null, null, null);
  }
}

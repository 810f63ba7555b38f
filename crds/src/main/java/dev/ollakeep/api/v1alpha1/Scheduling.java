package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.ollakeep.api.rules.Cel;
import dev.ollakeep.api.rules.Patterns;
import dev.ollakeep.api.rules.Sorted;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import java.util.List;
import java.util.Map;

/** Where the pods may run. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Scheduling(
    @JsonPropertyDescription("Labels that a node must have.")
    @Size(max = 32)
    @ValidationRule(
        value = "self.all(k, k.matches(r'" + Patterns.QUALIFIED_NAME + "') && self[k].matches(r'" + Patterns.LABEL_VALUE + "'))",
        message = "scheduling.nodeSelector must hold labels: keys as [prefix/]name, values of letters, digits, dots, _ and -")
    Map<String, @Size(max = 63) String> nodeSelector,

    @JsonPropertyDescription("Taints of nodes that the pods tolerate, as in a Pod.")
    @Size(max = 32)
    @ValidationRule(value = "self.all(t, has(t.operator) && t.operator == 'Exists' ? !has(t.value) || t.value == ''"
        + " : has(t.key) && t.key != '')",
        message = "scheduling.tolerations need a key, unless their operator is Exists, which takes no value")
    @ValidationRule(value = "self.all(t, !has(t.tolerationSeconds) || (has(t.effect) && t.effect == 'NoExecute'))",
        message = "scheduling.tolerations with tolerationSeconds need the effect NoExecute")
    List<Toleration> tolerations,

    @JsonPropertyDescription("Affinity to nodes and to other pods, as in a Pod.")
    Affinity affinity,

    @JsonPropertyDescription("How several replicas spread, as in a Pod.")
    @Size(max = 16)
    @ValidationRule(
        value = "self.all(a, self.exists_one(b, a.topologyKey == b.topologyKey && a.whenUnsatisfiable == b.whenUnsatisfiable))",
        message = "scheduling.topologySpreadConstraints may name a topologyKey with one whenUnsatisfiable once; remove the second one")
    @ValidationRule(value = "self.all(c, !has(c.minDomains) || c.whenUnsatisfiable == 'DoNotSchedule')",
        message = "scheduling.topologySpreadConstraints with minDomains need whenUnsatisfiable DoNotSchedule")
    List<TopologySpreadConstraint> topologySpreadConstraints,

    @JsonPropertyDescription("PriorityClass of the pods; the cluster's default when empty.")
    @Size(max = 253)
    @ValidationRule(value = Cel.UNSET_OR + Cel.IS_DNS_NAME,
        message = "scheduling.priorityClassName must be the name of a PriorityClass")
    String priorityClassName,

    @JsonPropertyDescription("RuntimeClass of the pods, such as nvidia; the cluster's default when empty.")
    @Size(max = 253)
    @ValidationRule(value = Cel.UNSET_OR + Cel.IS_DNS_NAME,
        message = "scheduling.runtimeClassName must be the name of a RuntimeClass")
    String runtimeClassName) {

  public Scheduling {
    nodeSelector = Sorted.copyOf(nodeSelector);
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

package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.ollakeep.api.rules.Patterns;
import dev.ollakeep.api.rules.Sorted;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/** Extra labels and annotations of the pods. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PodMetadata(
    @JsonPropertyDescription("Extra labels. Those of ollakeep.dev, kubernetes.io and k8s.io are refused.")
    @Size(max = 32)
    @ValidationRule(
        value = "self.all(k, k.matches(r'" + Patterns.QUALIFIED_NAME + "') && self[k].matches(r'" + Patterns.LABEL_VALUE + "'))",
        message = "podMetadata.labels must hold labels: keys as [prefix/]name, values of letters, digits, dots, _ and -")
    @ValidationRule(value = "!self.exists(k, k == 'pod-template-hash' || k.matches(r'" + PodMetadata.RESERVED + "'))",
        message = "podMetadata.labels must not hold pod-template-hash or labels of ollakeep.dev, kubernetes.io or k8s.io, "
            + "which the operator and the cluster set; use a prefix of your own")
    Map<String, @Size(max = 63) String> labels,

    @JsonPropertyDescription("Extra annotations. Those of ollakeep.dev, kubernetes.io and k8s.io are refused, but for "
        + "cluster-autoscaler.kubernetes.io/safe-to-evict.")
    @Size(max = 32)
    @ValidationRule(value = "self.all(k, k.matches(r'" + Patterns.QUALIFIED_NAME + "'))",
        message = "podMetadata.annotations keys must be [prefix/]name, such as example.com/team")
    @ValidationRule(value = "!self.exists(k, k != 'cluster-autoscaler.kubernetes.io/safe-to-evict'"
        + " && k.matches(r'" + PodMetadata.RESERVED + "'))",
        message = "podMetadata.annotations must not hold annotations of ollakeep.dev, kubernetes.io or k8s.io, "
            + "which the operator and the cluster set; use a prefix of your own")
    Map<String, @Size(max = 4096) String> annotations) {

  /** Keys by which the operator finds its pods, and by which the cluster weakens or changes them. */
  static final String RESERVED = "^([^/]*\\.)?(ollakeep\\.dev|kubernetes\\.io|k8s\\.io)/";

  public PodMetadata {
    labels = Sorted.copyOf(labels);
    annotations = Sorted.copyOf(annotations);
  }
}

package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.ollakeep.api.rules.Sorted;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;

/** Requests and limits of a container, as Kubernetes quantities. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "!has(self.requests) || !has(self.limits) || ['cpu', 'memory', 'ephemeral-storage'].all(k,"
        + " !(k in self.requests) || !(k in self.limits)"
        + " || !isQuantity(string(self.requests[k])) || !isQuantity(string(self.limits[k]))"
        + " || quantity(string(self.requests[k])).compareTo(quantity(string(self.limits[k]))) <= 0)",
    message = "resources.requests must not exceed resources.limits; lower the request or raise the limit")
public record Resources(
    @JsonPropertyDescription("What the scheduler reserves: cpu, memory, ephemeral-storage.")
    @Size(max = 16)
    @ValidationRule(value = "self.all(k, k in ['cpu', 'memory', 'ephemeral-storage'])",
        message = "resources.requests may name cpu, memory and ephemeral-storage; devices such as nvidia.com/gpu go into limits alone")
    Map<String, Quantity> requests,

    @JsonPropertyDescription("What the container may not exceed; devices such as nvidia.com/gpu are asked for here alone.")
    @Size(max = 16)
    @ValidationRule(value = "self.all(k, k.matches(r'" + Resources.NAMES + "'))",
        message = "resources.limits may name cpu, memory, ephemeral-storage, hugepages-<size> and devices such as nvidia.com/gpu")
    Map<String, Quantity> limits) {

  static final String NAMES = "^(cpu|memory|ephemeral-storage|hugepages-[0-9]+(Ki|Mi|Gi)"
      + "|[a-z0-9]([-a-z0-9.]*[a-z0-9])?/[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)$";

  public Resources {
    requests = Sorted.copyOf(requests);
    limits = Sorted.copyOf(limits);
  }
}

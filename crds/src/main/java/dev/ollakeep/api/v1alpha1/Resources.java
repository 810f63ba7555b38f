package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;

/** Requests and limits of a container, as Kubernetes quantities. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Resources(
    Map<String, Quantity> requests,
    Map<String, Quantity> limits) {

  public Resources {
    requests = requests == null ? Map.of() : Map.copyOf(requests);
    limits = limits == null ? Map.of() : Map.copyOf(limits);
  }
}

package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Required;

/** One observation, in the shape of metav1.Condition. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Condition(
    @Required String type,
    @Required String status,
    Long observedGeneration,
    @Required String lastTransitionTime,
    @Required String reason,
    @Required String message) {

  public Condition {
    message = message == null ? "" : message;
  }
}

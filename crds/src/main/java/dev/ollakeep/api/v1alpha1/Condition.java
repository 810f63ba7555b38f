package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/** One observation, in the shape of metav1.Condition. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Condition(
    String type,
    String status,
    Long observedGeneration,
    String lastTransitionTime,
    String reason,
    String message) {

  public Condition {
    message = message == null ? "" : message;
  }
}

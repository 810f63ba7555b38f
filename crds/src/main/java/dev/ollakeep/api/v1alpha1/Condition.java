package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** One observation, in the shape of metav1.Condition. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Condition(
    @JsonPropertyDescription("What was observed, such as Ready.")
    @Required
    @Size(max = 316)
    String type,

    @JsonPropertyDescription("True, False or Unknown.")
    @Required
    @Size(max = 16)
    String status,

    @JsonPropertyDescription("The metadata.generation that the observation is about.")
    Long observedGeneration,

    @JsonPropertyDescription("When status last changed between True, False and Unknown, in RFC 3339.")
    @Required
    @Size(max = 40)
    String lastTransitionTime,

    @JsonPropertyDescription("Why, in one word for programs.")
    @Required
    @Size(max = 1024)
    String reason,

    @JsonPropertyDescription("Why, for people: the object it is about and what mends it.")
    @Required
    @Size(max = 32768)
    String message) {

  public Condition {
    message = message == null ? "" : message;
  }
}

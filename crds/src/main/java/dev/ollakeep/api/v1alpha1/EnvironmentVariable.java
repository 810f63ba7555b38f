package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Required;

/** A literal environment variable of the Ollama container. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record EnvironmentVariable(
    @Required String name,
    String value) {

  public EnvironmentVariable {
    value = value == null ? "" : value;
  }
}

package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/** A literal environment variable of the Ollama container. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record EnvironmentVariable(
    String name,
    String value) {

  public EnvironmentVariable {
    value = value == null ? "" : value;
  }
}

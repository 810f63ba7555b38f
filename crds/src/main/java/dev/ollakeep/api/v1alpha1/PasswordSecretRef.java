package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Required;

/** A key of a Secret of the same namespace. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PasswordSecretRef(
    @Required String name,
    String key) {

  public PasswordSecretRef {
    key = key == null ? "password" : key;
  }
}

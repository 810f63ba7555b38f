package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/** A key of a Secret of the same namespace. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PasswordSecretRef(
    String name,
    String key) {

  public PasswordSecretRef {
    key = key == null ? "password" : key;
  }
}

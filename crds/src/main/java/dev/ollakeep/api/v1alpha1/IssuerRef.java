package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/** An issuer of cert-manager. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record IssuerRef(
    String name,
    String kind,
    String group) {

  public IssuerRef {
    kind = kind == null ? "Issuer" : kind;
    group = group == null ? "cert-manager.io" : group;
  }
}

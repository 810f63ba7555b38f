package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Required;

/** An issuer of cert-manager. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record IssuerRef(
    @Required String name,
    String kind,
    String group) {

  public IssuerRef {
    kind = kind == null ? "Issuer" : kind;
    group = group == null ? "cert-manager.io" : group;
  }
}

package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.ollakeep.api.rules.Cel;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** An issuer of cert-manager. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "self.group != 'cert-manager.io' || self.kind in ['Issuer', 'ClusterIssuer']",
    message = "issuerRef.kind must be Issuer or ClusterIssuer, unless issuerRef.group names an external issuer",
    fieldPath = ".kind")
public record IssuerRef(
    @JsonPropertyDescription("Name of the issuer.")
    @Required
    @Size(min = 1, max = 253)
    @ValidationRule(value = Cel.IS_DNS_NAME, message = "issuerRef.name must be the name of an issuer, such as letsencrypt-prod")
    String name,

    @JsonPropertyDescription("Issuer, of this namespace, or ClusterIssuer; another kind with the group of an external issuer.")
    @Default("Issuer")
    @Size(min = 1, max = 63)
    @ValidationRule(value = "self.matches(r'^[A-Z][A-Za-z0-9]*$')", message = "issuerRef.kind must be a kind, such as ClusterIssuer")
    String kind,

    @JsonPropertyDescription("API group of the issuer.")
    @Default("cert-manager.io")
    @Size(min = 1, max = 253)
    @ValidationRule(value = Cel.IS_DNS_NAME, message = "issuerRef.group must be an API group, such as cert-manager.io")
    String group) {

  public IssuerRef {
    kind = kind == null ? "Issuer" : kind;
    group = group == null ? "cert-manager.io" : group;
  }
}

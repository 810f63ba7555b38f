package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.ollakeep.api.rules.Cel;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Optional;

/** Where the certificate comes from: exactly one source. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "(has(self.secretName) && self.secretName != '') != has(self.certManager)",
    message = "tls needs exactly one of tls.secretName and tls.certManager")
public record Tls(
    @JsonPropertyDescription("Secret of type kubernetes.io/tls with your certificate, in this namespace.")
    @Size(max = 253)
    @ValidationRule(value = Cel.UNSET_OR + Cel.IS_DNS_NAME, message = "tls.secretName must be the name of a Secret, such as my-tls")
    String secretName,

    @JsonPropertyDescription("Lets cert-manager issue and renew the certificate.")
    CertManager certManager) {

  public Tls {
    secretName = secretName == null ? "" : secretName;
  }

  /** The certificate that cert-manager shall issue; empty means that {@code secretName} holds one. */
  @JsonIgnore
  public Optional<CertManager> issued() {
    return Optional.ofNullable(certManager);
  }
}

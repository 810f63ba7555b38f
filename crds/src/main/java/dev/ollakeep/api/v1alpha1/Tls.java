package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Optional;

/** Where the certificate comes from: exactly one source. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Tls(
    String secretName,
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

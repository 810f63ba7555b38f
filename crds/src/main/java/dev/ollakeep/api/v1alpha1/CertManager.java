package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Required;
import java.util.List;

/** A certificate issued by cert-manager. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CertManager(
    @Required IssuerRef issuerRef,
    List<String> dnsNames,
    String duration,
    String renewBefore,
    PrivateKey privateKey) {

  public CertManager {
    dnsNames = dnsNames == null ? List.of() : List.copyOf(dnsNames);
    privateKey = privateKey == null ? new PrivateKey(null, null, null) : privateKey;
  }
}

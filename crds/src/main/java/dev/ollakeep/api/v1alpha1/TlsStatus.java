package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** The certificate in use. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TlsStatus(
    String source,
    String secretName,
    String issuer,
    List<String> dnsNames,
    String notBefore,
    String notAfter,
    String renewalTime) {

  public TlsStatus {
    dnsNames = dnsNames == null ? List.of() : List.copyOf(dnsNames);
  }
}

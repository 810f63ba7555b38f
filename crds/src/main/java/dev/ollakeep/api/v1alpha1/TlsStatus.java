package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** The certificate in use. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TlsStatus(
    @JsonPropertyDescription("Where the certificate comes from.")
    String source,

    @JsonPropertyDescription("Secret with the certificate.")
    String secretName,

    @JsonPropertyDescription("Issuer that signs it.")
    @Size(max = 1024)
    String issuer,

    @JsonPropertyDescription("Names in the certificate.")
    @Size(max = 100)
    List<String> dnsNames,

    @JsonPropertyDescription("Start of its validity, in RFC 3339.")
    String notBefore,

    @JsonPropertyDescription("End of its validity, in RFC 3339.")
    String notAfter,

    @JsonPropertyDescription("When cert-manager will renew it, in RFC 3339.")
    String renewalTime) {

  public TlsStatus {
    dnsNames = dnsNames == null ? List.of() : List.copyOf(dnsNames);
  }
}

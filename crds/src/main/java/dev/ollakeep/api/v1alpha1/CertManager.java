package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.ollakeep.api.rules.Cel;
import dev.ollakeep.api.rules.Patterns;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** A certificate issued by cert-manager. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "!has(self.renewBefore) || !self.renewBefore.matches(r'" + Patterns.DURATION + "')"
        + " || (has(self.duration) && !self.duration.matches(r'" + Patterns.DURATION + "'))"
        + " || duration(self.renewBefore) < duration(has(self.duration) ? self.duration : '2160h')",
    message = "certManager.renewBefore must be shorter than certManager.duration (2160h when absent); leaving it out suits any duration",
    fieldPath = ".renewBefore")
public record CertManager(
    @JsonPropertyDescription("The issuer that signs.")
    @Required
    IssuerRef issuerRef,

    @JsonPropertyDescription("Names in the certificate; exposure.host and exposure.extraHosts when absent. It must cover those.")
    @Size(max = 32)
    @ValidationRule(value = "self.all(n, n.matches(r'" + Patterns.CERTIFICATE_NAME + "'))",
        message = "certManager.dnsNames must be DNS names in lower case, such as llm.example.com or *.example.com")
    List<@Size(min = 1, max = 253) String> dnsNames,

    @JsonPropertyDescription("Lifetime to ask for; the issuer may give another. Left to cert-manager (2160h) when absent. "
        + "From 1h to 87600h.")
    @Size(max = 32)
    @ValidationRule(value = Cel.IS_DURATION + " >= duration('1h') && duration(self) <= duration('87600h')",
        message = "certManager.duration must be a duration such as 2160h, from 1h to 87600h")
    String duration,

    @JsonPropertyDescription("How long before its end the certificate is renewed. Left to cert-manager (a third of the lifetime) when "
        + "absent, which suits short lifetimes too. At least 5m.")
    @Size(max = 32)
    @ValidationRule(value = Cel.IS_DURATION + " >= duration('5m')",
        message = "certManager.renewBefore must be a duration such as 360h, of at least 5m")
    String renewBefore,

    @JsonPropertyDescription("The certificate's private key.")
    @Default("{}")
    PrivateKey privateKey) {

  public CertManager {
    dnsNames = dnsNames == null ? List.of() : List.copyOf(dnsNames);
    privateKey = privateKey == null ? new PrivateKey(null, null, null) : privateKey;
  }
}

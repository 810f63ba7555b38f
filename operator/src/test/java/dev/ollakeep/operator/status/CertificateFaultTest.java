package dev.ollakeep.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.golden.ExampleCertificate;
import dev.ollakeep.testing.SecretText;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CertificateFaultTest {

  /** Made by {@code openssl req -x509 -subj / -addext subjectAltName=critical,DNS:llm.example.com}, as a SelfSigned issuer would. */
  private static final String WITHOUT_ISSUER = """
      -----BEGIN CERTIFICATE-----
      MIIBdjCCARygAwIBAgIUb36wKVZAQK2yq+2K09FHjh8yUuAwCgYIKoZIzj0EAwIw
      ADAgFw0yNjExMzAxNjIyMzFaGA8yMTI2MTEwNjE2MjIzMVowADBZMBMGByqGSM49
      AgEGCCqGSM49AwEHA0IABHslAm1RJItWywMHjBgE0yEv3dkUZpd2WQmzJ0U8L/Bc
      RW8ro8k4967W7lgURd9f43NOsPh+F6eekVTFCKQJrB6jcjBwMB0GA1UdDgQWBBRo
      s83yIOagw9QagCvW/vMr/kcNPjAfBgNVHSMEGDAWgBRos83yIOagw9QagCvW/vMr
      /kcNPjAPBgNVHRMBAf8EBTADAQH/MB0GA1UdEQEB/wQTMBGCD2xsbS5leGFtcGxl
      LmNvbTAKBggqhkjOPQQDAgNIADBFAiEA84Jce7qBCg4JFRSqSgljNJ5O/BiEZiwD
      wvSfh3kCY7wCID6ZTqT9Di3bJHQPc5t/9S8cwAYX/NdoaBwtBlhb3fIv
      -----END CERTIFICATE-----
      """;

  @Test
  void theFirstThingThatIsWrongIsNamed() {
    var good = Map.of("tls.crt", ExampleCertificate.PEM, "tls.key", "not read");
    assertThat(fault("Opaque", good)).isEqualTo("is of type Opaque, not kubernetes.io/tls");
    assertThat(fault("kubernetes.io/tls", without(good, "tls.crt"))).isEqualTo("has no tls.crt");
    assertThat(fault("kubernetes.io/tls", without(good, "tls.key"))).isEqualTo("has no tls.key");
    assertThat(fault("kubernetes.io/tls", good))
        .isEqualTo("holds a certificate for *.llm.example.com, llm.example.com, not for other.example.com");
    assertThat(fault("kubernetes.io/tls", Map.of("tls.crt", "nonsense", "tls.key", "not read")))
        .startsWith("holds no certificate in tls.crt that can be read (");
    assertThat(fault("kubernetes.io/tls", Map.of("tls.crt", WITHOUT_ISSUER, "tls.key", "not read")))
        .isEqualTo("holds no certificate in tls.crt that can be read (Empty issuer DN not allowed in X509Certificates)");
  }

  private static Map<String, String> without(Map<String, String> data, String key) {
    var rest = new TreeMap<>(data);
    rest.remove(key);
    return rest;
  }

  private static String fault(String type, Map<String, String> data) {
    var encoded = new TreeMap<String, String>();
    data.forEach((key, value) -> encoded.put(key, SecretText.encoded(value)));
    return CertificateFault.of(new SecretBuilder().withType(type).withData(encoded).build(), "other.example.com");
  }
}

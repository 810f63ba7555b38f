package dev.ollakeep.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServedCertificateTest {

  private static final Instant FROM = Instant.parse("2026-11-01T00:00:00Z");
  private static final Instant UNTIL = Instant.parse("2027-01-30T00:00:00Z");
  private static final ServedCertificate CERTIFICATE =
      new ServedCertificate("CN=CA", List.of("*.llm.example.com", "llm.example.com"), FROM, UNTIL);

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "llm.example.com, true", "LLM.example.com, true", "a.llm.example.com, true", "a.b.llm.example.com, false",
    "example.com, false", "xllm.example.com, false", "localhost, false"
  })
  void covers(String host, boolean covered) {
    assertThat(CERTIFICATE.covers(host)).isEqualTo(covered);
  }

  /** The CRD takes a hundred. */
  @Test
  void ofManyNamesAHundredAreShownAndAllCount() {
    var names = IntStream.range(0, 150).mapToObj(i -> "host-%03d.example.com".formatted(i)).toList();
    var certificate = new ServedCertificate("CN=CA", names, FROM, UNTIL);

    assertThat(certificate.namesShown()).isEqualTo(names.subList(0, 100));
    assertThat(certificate.covers("host-149.example.com")).isTrue();
  }

  @ParameterizedTest(name = "at {0}: soon {1}, expired {2}")
  @CsvSource({
    "2027-01-14T23:59:59Z, false, false", "2027-01-15T00:00:00Z, true, false", "2027-01-29T23:59:59Z, true, false",
    "2027-01-30T00:00:00Z, true, true"
  })
  void ages(Instant now, boolean soon, boolean expired) {
    assertThat(CERTIFICATE.expiresSoon(now)).isEqualTo(soon);
    assertThat(CERTIFICATE.expired(now)).isEqualTo(expired);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not a certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
  void whatIsNoCertificateIsNone(String text) {
    assertThat(ServedCertificate.of(secret("kubernetes.io/tls", text).build())).isEmpty();
  }

  @Test
  void aSecretOfAnotherTypeOrWithoutDataIsNone() {
    assertThat(ServedCertificate.of(secret("Opaque", "x").build())).isEmpty();
    assertThat(ServedCertificate.of(new SecretBuilder().withType("kubernetes.io/tls").build())).isEmpty();
    assertThat(ServedCertificate.of(secret("kubernetes.io/tls", "x").addToData("tls.crt", "%%%").build())).isEmpty();
  }

  private static SecretBuilder secret(String type, String certificate) {
    return new SecretBuilder()
        .withType(type)
        .addToData("tls.crt", Base64.getEncoder().encodeToString(certificate.getBytes(StandardCharsets.UTF_8)))
        .addToData("tls.key", "bm8=");
  }
}

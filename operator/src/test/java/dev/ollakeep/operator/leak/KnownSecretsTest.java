package dev.ollakeep.operator.leak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.SecretText;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The search that the absence of leaks rests on finds what is there. */
class KnownSecretsTest {

  private final KnownSecrets known = new KnownSecrets();

  @BeforeEach
  void secrets() {
    var pair = Base64.getEncoder().encodeToString("alice:Xk3/9zQw7+Lm2pRt".getBytes(StandardCharsets.UTF_8));
    known.add(new SecretBuilder().addToStringData(Map.of()).addToData(Map.of(
        "password", SecretText.encoded("Xk3/9zQw7+Lm2pRt"),
        "basic-auth", SecretText.encoded("Basic " + pair),
        "uri", SecretText.encoded("http://hello.default.svc:80"),
        "htpasswd", SecretText.encoded("alice:{SSHA}c2FsdGVkLWhhc2gtb2Ytc29tZWJvZHk=\nbob:{SSHA}YW5vdGhlci1zYWx0ZWQtaGFzaA==\n"))).build());
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "Xk3/9zQw7+Lm2pRt",
      "Xk3%2F9zQw7%2BLm2pRt",
      "WGszLzl6UXc3K0xtMnBSdA",
      "Basic YWxpY2U6WGszLzl6UXc3K0xtMnBSdA==",
      "x-api-key: olk_YWxpY2U6WGszLzl6UXc3K0xtMnBSdA==",
      "{SSHA}YW5vdGhlci1zYWx0ZWQtaGFzaA=="})
  void everyFormIsFound(String form) {
    assertThat(known.isIn(form)).isTrue();
    assertThat(known.isIn("before " + form + " after")).isTrue();
  }

  @Test
  void whatIsNoSecretIsNotFound() {
    assertThat(known.size()).isEqualTo(4);
    assertThat(known.isIn("http://hello.default.svc:80 alice bob {SSHA} Xk3/9zQw7+Lm2pR")).isFalse();
  }

  @Test
  void aSecretAcrossTwoBlocksIsFoundWhereItStands() {
    var text = "x".repeat((1 << 20) - 5) + "Xk3/9zQw7+Lm2pRt";
    assertThat(known.firstIn(new StringReader(text))).contains((1L << 20) - 5);
    assertThat(known.placesWithOne(Map.of("a log", new StringReader(text)))).containsExactly("a log at character 1048571");
  }
}

package dev.ollakeep.operator.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import org.junit.jupiter.api.Test;

/** The operator logs in with what it wrote itself. */
class OperatorLoginTest {

  private final Simulation sim = Simulation.settled(Sketch.with("alice"), "pod-a");

  @Test
  void itSendsWhatTheSecretOffersToOthers() {
    var secret = sim.secrets.get("hello-operator");

    assertThat(OperatorLogin.of(secret)).hasValueSatisfying(login -> {
      assertThat(login.basic()).isEqualTo(Peek.data(secret).get("basic-auth"));
      assertThat(login.apiKey()).isEqualTo(Peek.data(secret).get("api-key"));
      assertThat(login.toString()).isEqualTo("OperatorLogin");
    });
  }

  @Test
  void aPasswordThatItCannotHaveWrittenIsNotSent() {
    for (var password : new String[] {"c2hvcnQ=", "not base64", "/////////////////////w=="}) {
      var secret = new SecretBuilder(sim.secrets.get("hello-operator")).addToData("password", password).build();

      assertThat(OperatorLogin.of(secret)).as(password).isEmpty();
    }
  }

  @Test
  void theRevisionIsReadAsTheRotationReadsIt() {
    assertThat(Propagation.revisionIn(sim.secrets.get("hello-proxy-auth"))).isPositive().isEqualTo(sim.decide().revision());
    assertThat(Propagation.revisionIn(new SecretBuilder().addToData("revision", "bm9uZQ==").build())).isZero();
  }
}

package dev.ollakeep.operator.proxy.nginx;

import static dev.ollakeep.operator.proxy.nginx.ProxySandbox.INTERNAL;
import static dev.ollakeep.operator.proxy.nginx.ProxySandbox.OLLAMA;
import static dev.ollakeep.operator.proxy.nginx.ProxySandbox.PUBLIC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.proxy.SelfAttack;
import dev.ollakeep.operator.proxy.SelfAttack.Reply;
import dev.ollakeep.operator.proxy.SelfAttack.Target;
import dev.ollakeep.operator.proxy.SelfAttack.Outcome;
import dev.ollakeep.testing.NginxBinary;
import dev.ollakeep.testing.RequiresNginx;
import dev.ollakeep.testing.ollama.FakeOllama;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The table of the self-attack knows a real proxy and what stands behind it by their words. */
@RequiresNginx
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SelfAttackOnNginxTest {

  private ProxySandbox proxy;
  private FakeOllama ollama;

  @BeforeAll
  void start(NginxBinary nginx) throws Exception {
    proxy = ProxySandbox.knowingAlice(nginx, text -> text);
    ollama = FakeOllama.start(proxy.at(OLLAMA));
    proxy.startServing();
  }

  @AfterAll
  void close() throws Exception {
    proxy.close();
    ollama.close();
  }

  @Test
  void theProxyRefusesEveryAttempt() throws Exception {
    for (var attempt : onTheProxy()) {
      assertThat(outcome(attempt, PUBLIC, "Authorization", "Basic ")).as("%s", attempt).isEqualTo(Outcome.REFUSED);
      assertThat(outcome(attempt, PUBLIC, "x-api-key", "")).as("%s by the header for the API server's proxy", attempt)
          .isEqualTo(Outcome.REFUSED);
    }
  }

  @Test
  void withoutTheProxyEveryAttemptIsABreach() throws Exception {
    for (var attempt : SelfAttack.values()) {
      assertThat(outcome(attempt, OLLAMA, "Authorization", "Basic ")).as("%s", attempt).isEqualTo(Outcome.BREACH);
    }
  }

  @Test
  void theInternalListenerTellsOllamasVersionWithoutACredential() throws Exception {
    proxy.await().until(() -> proxy.get(INTERNAL, "/healthz").statusCode() == 200);

    assertThat(proxy.get(INTERNAL, "/healthz").body()).isEqualTo(proxy.get(OLLAMA, "/api/version").body()).contains("\"version\"");
  }

  private Outcome outcome(SelfAttack attempt, int port, String header, String scheme) throws Exception {
    var request = proxy.request(port, attempt.path());
    attempt.wrongLogin().ifPresent(login -> request.header(header, scheme + login));
    var answer = proxy.send(request.build());
    return attempt.outcome(new Reply.Http(answer.statusCode(), answer.body()));
  }

  private static List<SelfAttack> onTheProxy() {
    return Arrays.stream(SelfAttack.values()).filter(attempt -> attempt.target() == Target.PROXY).toList();
  }
}

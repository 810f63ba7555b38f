package dev.ollakeep.operator.proxy.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.RequiresNginx;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** While Ollama is away the proxy lives, says that it is not healthy, refuses nobody's password and explains itself in JSON. */
@RequiresNginx
class UpstreamDownTest {

  @RegisterExtension
  static final AttackRig RIG = new AttackRig(MatrixSettings.usual());

  @BeforeEach
  void ollamaIsDown() throws IOException {
    RIG.upstream().close();
  }

  @Test
  void livezIsFineAndHealthzIsNot() throws IOException {
    assertThat(RawHttp.ask(RIG.internal(), "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n").status()).isEqualTo(200);
    Answer health = RawHttp.ask(RIG.internal(), "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(health.status()).isEqualTo(503);
    assertThat(health.head().value("Content-Type").orElse("")).startsWith("application/json");
  }

  @Test
  void clientsGetBadGatewayInTheirDialect() throws IOException {
    for (String path : new String[] {"/api/generate", "/v1/chat/completions", "/v1/messages"}) {
      Answer answer = RawHttp.ask(RIG.open(), AttackRig.post(path, RIG.cast().next("user"), "{}"));
      assertThat(answer.status()).as(path).isEqualTo(502);
      Dialect.of(path).assertError(answer);
    }
  }

  @Test
  void blobsGetBadGatewayToo() throws IOException {
    Answer answer = RawHttp.ask(RIG.open(), AttackRig.post(MatrixSettings.BLOB, RIG.cast().next("modelmanager"), "x"));
    assertThat(answer.status()).isEqualTo(502);
    Dialect.OLLAMA.assertError(answer);
  }

  @Test
  void whoMayNotEnterLearnsNothing() throws IOException {
    assertThat(RawHttp.ask(RIG.open(), AttackRig.request("GET /api/tags", RIG.cast().login("stranger", 0))).status()).isEqualTo(401);
    assertThat(RawHttp.ask(RIG.open(), AttackRig.post("/api/pull", RIG.cast().next("viewer"), "{}")).status()).isEqualTo(403);
  }

  /** A failing upstream is what makes nginx print the request line into its error log. */
  @Test
  void aKeyInTheQueryOfAFailedRequestIsNotLogged() throws IOException {
    Login user = RIG.cast().next("user");
    Answer answer = RawHttp.ask(RIG.open(), AttackRig.post("/api/generate?api_key=olk_" + user.token(), user, "{}"));
    assertThat(answer.status()).isIn(400, 502);
    assertThat(RIG.nginx().errorLog() + RIG.nginx().accessLog()).doesNotContain(user.token());
  }
}

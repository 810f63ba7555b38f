package dev.ollakeep.operator.proxy.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.RequiresNginx;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** When the proxy cannot ask its auth hop, nobody is let in. */
@RequiresNginx
class ClosedHopTest {

  @RegisterExtension
  static final AttackRig RIG = new AttackRig(MatrixSettings.usual());

  @Test
  void withoutTheAuthHopNobodyGetsIn() throws IOException {
    Files.delete(RIG.nginx().runDirectory().resolve("auth.sock"));
    for (String path : new String[] {"/api/tags", "/v1/models", "/v1/messages"}) {
      Answer answer = RawHttp.ask(RIG.open(), AttackRig.request("GET " + path, RIG.cast().next("admin")));
      assertThat(answer.status()).as(path).isBetween(500, 503);
      Dialect.of(path).assertError(answer);
    }
    Answer operators = RawHttp.ask(RIG.open(), AttackRig.request("GET /api/version", RIG.cast().login("ollakeep", 0)));
    assertThat(operators.status()).isBetween(500, 503);
    assertThat(RIG.upstream().count()).isZero();
  }
}

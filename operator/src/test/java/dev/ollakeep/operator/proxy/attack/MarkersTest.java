package dev.ollakeep.operator.proxy.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ollakeep.operator.proxy.nginx.ProxyConfig;
import dev.ollakeep.testing.RequiresNginx;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the operator trusts before it publishes a secret: the markers tell what this very process reads and runs. */
@RequiresNginx
class MarkersTest {

  @RegisterExtension
  static final AttackRig RIG = new AttackRig(MatrixSettings.usual());

  @Test
  void theRevisionIsThatOfTheMountedFiles() throws IOException {
    Accounts usual = RIG.cast().accounts();
    for (Accounts accounts : new Accounts[] {usual, usual.withRole("viewer-0", "user")}) {
      RIG.publish(accounts);
      Answer answer = ask("GET /auth-revision");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text()).isEqualTo(Integer.toString(accounts.revision()));
      assertThat(answer.head().value("Content-Type").orElse("")).startsWith("text/plain");
    }
  }

  @Test
  void theLiveVersionIsThatOfTheConfigurationThatRuns() throws IOException {
    Answer answer = ask("GET /configz");
    assertThat(answer.status()).isEqualTo(200);
    JsonNode body = new ObjectMapper().readTree(answer.body());
    assertThat(body.path("live").asText()).isEqualTo(ProxyConfig.of(MatrixSettings.usual()).version()).isNotBlank();
    assertThat(body.path("rejected").asText("?")).isEmpty();
  }

  @Test
  void neitherIsToldToTheWorld() throws IOException {
    String admin = AttackRig.request("GET /auth-revision", RIG.cast().next("admin"));
    assertThat(RawHttp.ask(RIG.open(), admin).status()).isEqualTo(403);
    assertThat(RawHttp.ask(RIG.open(), admin.replace("auth-revision", "configz")).status()).isEqualTo(403);
  }

  private static Answer ask(String line) throws IOException {
    return RawHttp.ask(RIG.internal(), line + " HTTP/1.1\r\nHost: x\r\n\r\n");
  }
}

package dev.ollakeep.operator.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.observed.PodSeen.AttackAnswer;
import dev.ollakeep.operator.observed.PodSeen.AttackAnswer.Breached;
import dev.ollakeep.operator.observed.PodSeen.AttackAnswer.Withstood;
import dev.ollakeep.operator.observed.PodSeen.AttackAnswer.Untried;
import dev.ollakeep.operator.probe.ScriptedPod.Script;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes over the wire, valid HTTP or not, and what the operator says of the pod. */
class SelfAttackOnTheWireTest {

  private static final int PUBLIC = 8080;
  private static final int INTERNAL = 8081;
  private static final int OLLAMA = 11434;
  private static final Script REFUSES = Script.http("401 Unauthorized", "{\"error\":\"authentication required\"}");
  private static final Script LISTS = Script.http("200 OK", "{\"models\":[" + "{\"name\":\"tiny\"},".repeat(100_000) + "{}]}");
  private static final String TLS_ALERT = "\u0015\u0003\u0003\u0000\u0002\u0002\u0046";

  private record Row(String what, int port, Script script, Class<? extends AttackAnswer> expected) {
    @Override
    public String toString() {
      return what + " on " + port;
    }
  }

  static List<Row> wires() {
    return List.of(
        new Row("Ollama", OLLAMA, Script.http("200 OK", "Ollama is running"), Breached.class),
        new Row("a connection that is taken and never answered", OLLAMA, Script.silence(), Withstood.class),
        new Row("a connection that is taken and ended", OLLAMA, Script.bytes(""), Withstood.class),
        new Row("a reset", OLLAMA, Script.reset(), Withstood.class),
        new Row("half a connection", OLLAMA, Script.halfClosed(), Withstood.class),
        new Row("a TLS alert", OLLAMA, Script.bytes(TLS_ALERT), Withstood.class),
        new Row("garbage", OLLAMA, Script.bytes("\u0000\u00ff\u0001SSH-2.0-OpenSSH\r\n"), Withstood.class),
        new Row("HTTP/0.9", OLLAMA, Script.bytes("Ollama is running"), Withstood.class),
        new Row("a mesh that finds nobody", OLLAMA, Script.http("503 Service Unavailable", "upstream connect error"), Withstood.class),
        new Row("a portal", OLLAMA, Script.http("200 OK", "<html>sign in</html>"), Withstood.class),
        new Row("nobody who refuses", PUBLIC, Script.silence(), Untried.class),
        new Row("a reset", PUBLIC, Script.reset(), Untried.class),
        new Row("a TLS alert", PUBLIC, Script.bytes(TLS_ALERT), Untried.class),
        new Row("garbage", PUBLIC, Script.bytes("\r\n\r\n\r\n"), Untried.class),
        new Row("HTTP/0.9", PUBLIC, Script.bytes("{\"models\":[]}"), Untried.class),
        new Row("less than was announced", PUBLIC, Script.bytes("HTTP/1.1 401 X\r\nContent-Length: 999\r\n\r\n{\"error\""), Untried.class),
        new Row("a redirect", PUBLIC, Script.bytes("HTTP/1.1 302 X\r\nLocation: /api/ps\r\nContent-Length: 0\r\n\r\n"), Untried.class),
        new Row("a stranger's refusal", PUBLIC, Script.http("401 Unauthorized", "Jwt is missing"), Untried.class),
        new Row("a refusal without end", PUBLIC, Script.bytes("HTTP/1.1 401 X\r\n\r\n" + "x".repeat(3_000_000)), Untried.class),
        new Row("a list longer than is read", PUBLIC, LISTS, Breached.class),
        new Row("only who sends a password is let in", PUBLIC, letsPasswordsIn(), Breached.class));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wires")
  void theVerdict(Row row) throws Exception {
    try (var pod = ScriptedPod.start(); var probe = new PodProbe(new SettableClock(), new DirectConnections(Duration.ofSeconds(3)))) {
      pod.on(INTERNAL, internal());
      pod.on(row.port(), row.script());
      if (row.port() != PUBLIC) {
        pod.on(PUBLIC, REFUSES);
      }

      var seen = probe.look(List.of(ProxiedPod.at(pod.address())), new PodProbe.Wanted(7, "v1", "as written")).get(0);

      assertThat(seen.attack()).isInstanceOf(row.expected());
    }
  }

  static Script internal() {
    return (request, socket) -> {
      var body = request.startsWith("GET /auth-revision ") ? "7"
          : request.startsWith("GET /configz ") ? "{\"live\":\"v1\",\"rejected\":\"\"}"
          : "{\"version\":\"0.17.4\"}";
      Script.http("200 OK", body).answer(request, socket);
    };
  }

  private static Script letsPasswordsIn() {
    return (request, socket) -> (request.contains("Authorization: ") ? LISTS : REFUSES).answer(request, socket);
  }
}

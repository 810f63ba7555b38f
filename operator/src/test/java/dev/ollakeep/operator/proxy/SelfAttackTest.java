package dev.ollakeep.operator.proxy;

import static dev.ollakeep.operator.proxy.SelfAttack.Outcome.BREACH;
import static dev.ollakeep.operator.proxy.SelfAttack.Outcome.NO_ANSWER;
import static dev.ollakeep.operator.proxy.SelfAttack.Outcome.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.proxy.SelfAttack.Reply;
import dev.ollakeep.operator.proxy.SelfAttack.Target;
import dev.ollakeep.operator.proxy.SelfAttack.Outcome;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every answer that was ever met, or can be thought of, and what it means for each attempt. */
class SelfAttackTest {

  private static final String REFUSAL =
      "{\"error\":\"authentication required: send Basic credentials, or the API key as Bearer or x-api-key\"}";
  private static final String MODELS = "{\"models\":[{\"name\":\"llama3.2:1b\",\"size\":1321098329}]}";

  /**
   * One answer.
   *
   * @param toOllamasPort its verdict when Ollama's own port was asked
   * @param toProxy its verdict when the proxy was, without a credential or with a wrong password
   */
  private record Row(String what, Reply reply, Outcome toOllamasPort, Outcome toProxy) {
    @Override
    public String toString() {
      return what;
    }
  }

  /** Without an answer, or in the words of Ollama or of the proxy. */
  private static final List<Row> KNOWN = List.of(
      new Row("connection refused", new Reply.ConnectionRefused(), REFUSED, NO_ANSWER),
      new Row("time-out, RST, TLS alert, garbage, HTTP/0.9", new Reply.None(), NO_ANSWER, NO_ANSWER),
      http("Ollama at /", 200, "Ollama is running", BREACH, NO_ANSWER),
      http("Ollama at /, with a line end", 200, "Ollama is running\n", BREACH, NO_ANSWER),
      http("a page that speaks of Ollama", 200, "<p>Ollama is running</p>", NO_ANSWER, NO_ANSWER),
      http("words that begin like Ollama's", 200, "Ollama is running late", NO_ANSWER, NO_ANSWER),
      http("Ollama's words with an error", 503, "Ollama is running", NO_ANSWER, NO_ANSWER),
      http("Ollama's models", 200, MODELS, NO_ANSWER, BREACH),
      http("Ollama without models", 200, "{\"models\":[]}", NO_ANSWER, BREACH),
      http("Ollama without models, once more", 200, "{\"models\":null}", NO_ANSWER, BREACH),
      http("more models than are read", 200, "{\"models\":[" + "{\"name\":\"m\"},".repeat(5000), NO_ANSWER, BREACH),
      http("models with an error", 401, MODELS, NO_ANSWER, NO_ANSWER),
      http("the proxy's refusal", 401, REFUSAL, NO_ANSWER, REFUSED),
      http("the refusal of a proxy of another version", 401, "{\"error\":\"authentication required\"}", NO_ANSWER, REFUSED),
      http("the refusal's words as a success", 200, REFUSAL, NO_ANSWER, NO_ANSWER));

  /** In anybody's. */
  private static final List<Row> STRANGE = List.of(
      http("the 401 of a mesh", 401, "Jwt is missing", NO_ANSWER, NO_ANSWER),
      http("the 401 of a stranger's proxy", 401, "<html><title>401 Authorization Required</title></html>", NO_ANSWER, NO_ANSWER),
      http("the 401 of another API", 401, "{\"error\":\"unauthorized\"}", NO_ANSWER, NO_ANSWER),
      http("an empty 401", 401, "", NO_ANSWER, NO_ANSWER),
      http("the sign-in page of a portal", 200, "<html>sign in to go on</html>", NO_ANSWER, NO_ANSWER),
      http("an empty 200", 200, "", NO_ANSWER, NO_ANSWER),
      http("an empty 204", 204, "", NO_ANSWER, NO_ANSWER),
      http("a redirect to a sign-in page", 302, "", NO_ANSWER, NO_ANSWER),
      http("a permanent redirect", 308, "<a href=\"https://sso.example.com\">moved</a>", NO_ANSWER, NO_ANSWER),
      http("the JSON of another API", 200, "{\"version\":\"1.2\",\"status\":\"ok\"}", NO_ANSWER, NO_ANSWER),
      http("an OpenAI-like list of models", 200, "{\"object\":\"list\",\"data\":[]}", NO_ANSWER, NO_ANSWER),
      http("models deeper down", 200, "{\"data\":{\"models\":[]}}", NO_ANSWER, NO_ANSWER),
      http("403 of the proxy", 403, "{\"error\":\"this user has no role\"}", NO_ANSWER, NO_ANSWER),
      http("403 of a policy", 403, "RBAC: access denied", NO_ANSWER, NO_ANSWER),
      http("404 in HTML", 404, "<html>404 Not Found</html>", NO_ANSWER, NO_ANSWER),
      http("404 of the proxy", 404, "{\"error\":\"not found\"}", NO_ANSWER, NO_ANSWER),
      http("429 of the proxy", 429, "{\"error\":\"too many requests: wait, or let running generations finish\"}", NO_ANSWER, NO_ANSWER),
      http("500 of the proxy", 500, "{\"error\":\"the proxy failed\"}", NO_ANSWER, NO_ANSWER),
      http("502 of a load balancer", 502, "<html>bad gateway</html>", NO_ANSWER, NO_ANSWER),
      http("an empty 502", 502, "", NO_ANSWER, NO_ANSWER),
      http("503 of a mesh", 503, "upstream connect error or disconnect/reset before headers", NO_ANSWER, NO_ANSWER),
      http("503 of the proxy", 503, "{\"error\":\"Ollama is not available\"}", NO_ANSWER, NO_ANSWER),
      http("504 of a load balancer", 504, "<html>gateway timeout</html>", NO_ANSWER, NO_ANSWER),
      http("an empty 504", 504, "", NO_ANSWER, NO_ANSWER));

  static Stream<Row> answers() {
    return Stream.concat(KNOWN.stream(), STRANGE.stream());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answers")
  void anAnswerMeansOneThing(Row row) {
    for (var attempt : SelfAttack.values()) {
      assertThat(attempt.outcome(row.reply())).as("%s", attempt)
          .isEqualTo(attempt.target() == Target.OLLAMA ? row.toOllamasPort() : row.toProxy());
    }
  }

  @Test
  void onlyTheProxysOwnRefusalShowsThatItHolds() {
    for (var attempt : SelfAttack.values()) {
      assertThat(attempt.holds(REFUSED)).isTrue();
      assertThat(attempt.holds(BREACH)).isFalse();
      assertThat(attempt.holds(NO_ANSWER)).as("%s", attempt).isEqualTo(attempt.target() == Target.OLLAMA);
    }
  }

  @Test
  void theOneLoginIsWrongOnPurpose() {
    assertThat(Arrays.stream(SelfAttack.values()).flatMap(attempt -> attempt.wrongLogin().stream())
        .map(login -> new String(Base64.getDecoder().decode(login))))
        .containsExactly("ollakeep:wrong-on-purpose");
  }

  private static Row http(String what, int status, String body, Outcome toOllamasPort, Outcome toProxy) {
    return new Row(what, new Reply.Http(status, body), toOllamasPort, toProxy);
  }
}

package dev.ollakeep.operator.proxy;

import static dev.ollakeep.operator.proxy.ProxySandbox.INTERNAL;
import static dev.ollakeep.operator.proxy.ProxySandbox.OLLAMA;
import static dev.ollakeep.operator.proxy.ProxySandbox.PUBLIC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.NginxBinary;
import dev.ollakeep.testing.RequiresNginx;
import dev.ollakeep.testing.ollama.FakeOllama;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@RequiresNginx
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InternalListenerTest {

  private static final String CURRENT = Accounts.basic("ollakeep", "operator-now");
  private static final String PREVIOUS = Accounts.basic("ollakeep", "operator-before");
  private static final Accounts ACCOUNTS = new Accounts()
      .user("ada", "admin", "a-secret-of-ada").user("ollakeep", "viewer", "operator-now")
      .previous("ada", "old-secret-of-ada").previous("ollakeep", "operator-before")
      .operator("operator-now").revision(1795460000);

  private ProxySandbox proxy;
  private FakeOllama ollama;

  @BeforeAll
  void start(NginxBinary nginx) throws Exception {
    proxy = new ProxySandbox(nginx);
    ollama = FakeOllama.start(proxy.at(OLLAMA));
    var config = ProxyConfig.of(SettingsExample.DEFAULTS.settings());
    proxy.publish(config);
    proxy.auth().publish(ACCOUNTS.files());
    proxy.start();
    // Not only until it accepts connections: nginx -t listens for an instant, too.
    proxy.awaitLive(config.version());
  }

  @AfterAll
  void close() throws Exception {
    proxy.close();
    ollama.close();
  }

  @BeforeEach
  void forget() throws Exception {
    ollama.forget();
    proxy.auth().publish(ACCOUNTS.files());
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "GET, /api/version, 200", "GET, /api/tags, 200", "GET, /api/ps, 200", "POST, /api/generate, 200", "POST, /api/pull, 200",
    "DELETE, /api/delete, 200",
    "HEAD, /api/version, 405", "POST, /api/tags, 405", "GET, /api/pull, 405", "POST, /api/delete, 405",
    "POST, /api/push, 404", "POST, /api/create, 404", "POST, /api/chat, 404", "POST, /api/me, 404", "GET, /, 404", "GET, /api/tags/, 404",
    "GET, /api/%74ags, 400", "GET, //api/tags, 400", "GET, /x/../api/tags, 400",
  })
  void theDoorOpensForAClosedListOfCalls(String method, String path, int status) throws Exception {
    var answer = ask(method, "/ollama" + path, CURRENT);

    assertThat(answer.statusCode()).isEqualTo(status);
    if (status == 200) {
      assertThat(ollama.requests()).singleElement().satisfies(request -> assertThat(request.path()).isEqualTo(path));
    } else {
      assertThat(ollama.requests()).isEmpty();
      assertThat(answer.body()).matches(method.equals("HEAD") ? "" : "\\{\"error\":\"[^\"]+\"}");
    }
  }

  @ParameterizedTest(name = "{0}:{1} gets {2}")
  @CsvSource({
    "ollakeep, operator-now, 200", "ollakeep, operator-before, 200", "ollakeep, wrong, 401", "ada, a-secret-of-ada, 401",
    "ada, old-secret-of-ada, 401", "ada, operator-now, 401", "ollakeep, old-secret-of-ada, 401", "Ollakeep, operator-now, 401",
  })
  void onlyTheOperatorEnters(String name, String secret, int status) throws Exception {
    assertThat(ask("GET", "/ollama/api/tags", Accounts.basic(name, secret)).statusCode()).isEqualTo(status);
    assertThat(ollama.requests()).hasSize(status == 200 ? 1 : 0);
  }

  @Test
  void withoutCredentialsItSaysHowToComeIn() throws Exception {
    var answer = proxy.get(INTERNAL, "/ollama/api/tags");

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValueSatisfying(value -> assertThat(value).startsWith("Basic realm="));
    assertThat(answer.body()).startsWith("{\"error\":\"authentication required");
  }

  @Test
  void lockdownDoesNotCloseTheDoor() throws Exception {
    proxy.auth().publish(new Accounts().operator("operator-now").files());

    assertThat(ask("GET", "/ollama/api/tags", CURRENT).statusCode()).isEqualTo(200);
    assertThat(ask("GET", "/ollama/api/tags", PREVIOUS).statusCode()).isEqualTo(401);
  }

  @Test
  void inALockdownThePreviousSecretOfTheOperatorOpensTheDoorAndNothingElse() throws Exception {
    proxy.auth().publish(new Accounts().previous("ollakeep", "operator-before").operator("operator-now").files());

    assertThat(ask("GET", "/ollama/api/tags", PREVIOUS).statusCode()).isEqualTo(200);
    assertThat(ollama.requests()).hasSize(1);
    for (var path : List.of("/", "/api/version", "/api/tags", "/api/generate")) {
      var outside = proxy.request(PUBLIC, path).header("Authorization", PREVIOUS).build();
      assertThat(proxy.send(outside).statusCode()).as("outside: %s", path).isIn(401, 403);
    }
    assertThat(ollama.requests()).hasSize(1);
  }

  @Test
  void theRevisionIsTheOneOfTheMountedSecret() throws Exception {
    assertThat(proxy.get(INTERNAL, "/auth-revision").body()).isEqualTo("1795460000");
    assertThat(proxy.get(INTERNAL, "/auth-revision").headers().firstValue("Content-Type")).hasValue("text/plain");

    proxy.auth().publish(new Accounts().revision(1795460001).files());

    assertThat(proxy.get(INTERNAL, "/auth-revision").body()).isEqualTo("1795460001");
  }

  @ParameterizedTest(name = "{0} {1} gets {2}")
  @CsvSource({"GET, /livez, 200", "GET, /healthz, 200", "POST, /healthz, 200", "GET, /nothing, 404", "TRACE, /livez, 405",
    "GET, /_auth, 404", "GET, /_error/500, 404", "POST, /auth-revision, 405"})
  void everyAnswerIsJson(String method, String path, int status) throws Exception {
    var answer = ask(method, path, "none");

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).matches("\\{.*}");
  }

  @Test
  void withoutOllamaTheProxyLivesAndIsNotReady() throws Exception {
    ollama.close();
    try {
      assertThat(proxy.get(INTERNAL, "/livez").statusCode()).isEqualTo(200);
      var health = proxy.get(INTERNAL, "/healthz");
      assertThat(health.statusCode()).isEqualTo(503);
      assertThat(health.body()).isEqualTo("{\"error\":\"Ollama is not available\"}");
      assertThat(ask("GET", "/ollama/api/tags", CURRENT).statusCode()).isEqualTo(502);
    } finally {
      ollama = FakeOllama.start(proxy.at(OLLAMA));
    }
  }

  private HttpResponse<String> ask(String method, String path, String authorization) throws Exception {
    var body = BodyPublishers.ofString("{\"model\":\"tiny\"}");
    return proxy.send(proxy.request(INTERNAL, path).header("Authorization", authorization)
        .method(method, method.equals("GET") || method.equals("HEAD") ? BodyPublishers.noBody() : body).build());
  }
}

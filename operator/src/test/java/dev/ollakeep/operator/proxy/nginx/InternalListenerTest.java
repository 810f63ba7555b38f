package dev.ollakeep.operator.proxy.nginx;

import static dev.ollakeep.operator.proxy.nginx.ProxySandbox.INTERNAL;
import static dev.ollakeep.operator.proxy.nginx.ProxySandbox.OLLAMA;
import static dev.ollakeep.operator.proxy.nginx.ProxySandbox.PUBLIC;
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

  private static final String CURRENT = AuthFiles.basic("ollakeep", "operator-now");
  private static final String PREVIOUS = AuthFiles.basic("ollakeep", "operator-before");
  private static final AuthFiles ACCOUNTS = new AuthFiles()
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

  /** What the operator may do with models, it may do as a user of the public listener. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "GET, /api/version", "GET, /api/tags", "POST, /api/pull", "POST, /api/generate", "DELETE, /api/delete", "GET, /",
    "GET, /ollama/api/tags", "POST, /ollama/api/pull", "GET, /ollama/", "GET, /users", "GET, /operator",
  })
  void noWayLeadsToOllama(String method, String path) throws Exception {
    for (var authorization : List.of(CURRENT, PREVIOUS, AuthFiles.basic("ada", "a-secret-of-ada"), "none")) {
      var answer = ask(method, path, authorization);

      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.body()).matches("\\{\"error\":\"[^\"]+\"}");
    }
    assertThat(ollama.requests()).isEmpty();
  }

  @Test
  void theOperatorLogsInAtThePublicListenerWithBothSecretsOfARotation() throws Exception {
    for (var secret : List.of(CURRENT, PREVIOUS)) {
      assertThat(proxy.send(proxy.request(PUBLIC, "/api/version").header("Authorization", secret).build()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void inALockdownNeitherSecretOfTheOperatorOpensAnything() throws Exception {
    proxy.auth().publish(new AuthFiles().previous("ollakeep", "operator-before").operator("operator-now").files());

    for (var secret : List.of(CURRENT, PREVIOUS)) {
      for (var path : List.of("/", "/api/version", "/api/tags", "/api/generate")) {
        var outside = proxy.request(PUBLIC, path).header("Authorization", secret).build();
        assertThat(proxy.send(outside).statusCode()).as("outside: %s", path).isIn(401, 403);
      }
    }
    assertThat(ollama.requests()).isEmpty();
  }

  @Test
  void theRevisionIsTheOneOfTheMountedSecret() throws Exception {
    assertThat(proxy.get(INTERNAL, "/auth-revision").body()).isEqualTo("1795460000");
    assertThat(proxy.get(INTERNAL, "/auth-revision").headers().firstValue("Content-Type")).hasValue("text/plain");

    proxy.auth().publish(new AuthFiles().revision(1795460001).files());

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
      proxy.await().until(() -> proxy.get(INTERNAL, "/healthz").statusCode() == 503);
      var health = proxy.get(INTERNAL, "/healthz");
      assertThat(health.statusCode()).isEqualTo(503);
      assertThat(health.body()).isEqualTo("{\"error\":\"Ollama is not available\"}");
    } finally {
      ollama = FakeOllama.start(proxy.at(OLLAMA));
      proxy.await().until(() -> proxy.get(INTERNAL, "/healthz").statusCode() == 200);
    }
  }

  @Test
  void howeverManyAskOllamaIsAskedOnceInASecond() throws Exception {
    long begun = System.currentTimeMillis() / 1000;
    for (int i = 0; i < 300; i++) {
      assertThat(proxy.get(INTERNAL, "/healthz").statusCode()).isEqualTo(200);
    }
    long seconds = System.currentTimeMillis() / 1000 - begun + 1;

    assertThat(ollama.requests()).hasSizeLessThanOrEqualTo((int) seconds);
    proxy.await().alias("and asked it is").until(() -> proxy.get(INTERNAL, "/healthz").statusCode() == 200 && !ollama.requests().isEmpty());
  }

  @Test
  void nothingOfAProbeTravels() throws Exception {
    var probe = proxy.request(INTERNAL, "/healthz").header("Authorization", CURRENT).header("Cookie", "a=b").header("X-Api-Key", "c")
        .method("POST", BodyPublishers.ofString("{}")).build();

    proxy.await().until(() -> proxy.send(probe).statusCode() == 200 && !ollama.requests().isEmpty());

    assertThat(ollama.requests().get(0)).satisfies(request -> {
      assertThat(request.method() + " " + request.target()).isEqualTo("GET /api/version");
      assertThat(request.bodyLength()).isZero();
      assertThat(request.headers()).noneMatch(line -> line.matches("(?i)(authorization|cookie|x-api-key|content-length):.*"));
    });
  }

  @Test
  void aVerdictIsForgottenWithinASecond() throws Exception {
    assertThat(proxy.get(INTERNAL, "/healthz").statusCode()).isEqualTo(200);
    ollama.close();
    try {
      proxy.await().until(() -> proxy.get(INTERNAL, "/healthz").statusCode() == 503);
    } finally {
      ollama = FakeOllama.start(proxy.at(OLLAMA));
    }
    proxy.await().until(() -> proxy.get(INTERNAL, "/healthz").statusCode() == 200);
  }

  private HttpResponse<String> ask(String method, String path, String authorization) throws Exception {
    var body = BodyPublishers.ofString("{\"model\":\"tiny\"}");
    return proxy.send(proxy.request(INTERNAL, path).header("Authorization", authorization)
        .method(method, method.equals("GET") || method.equals("HEAD") ? BodyPublishers.noBody() : body).build());
  }
}

package dev.ollakeep.operator.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.observed.PodSeen;
import dev.ollakeep.operator.observed.PodSeen.AttackAnswer;
import dev.ollakeep.operator.observed.PodSeen.AuthAnswer;
import dev.ollakeep.operator.observed.PodSeen.AuthAnswer.Cause;
import dev.ollakeep.operator.proxy.SelfAttack;
import dev.ollakeep.operator.reconcile.ScriptedApi;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an API server says in its own name, and what it passes on, told apart. */
class ApiServerProxyConnectionsTest {

  private static final Clock NOW = Clock.fixed(Instant.parse("2026-11-01T00:00:00Z"), ZoneOffset.UTC);
  /** Long, since a busy machine is no API server that gives no answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final PodProbe.Wanted WANTED = new PodProbe.Wanted(7, "v1", "as written");

  private ScriptedApi api;
  private ProxiedPod script;
  private PodProbe probe;

  @BeforeEach
  void start() {
    api = ScriptedApi.start();
    script = new ProxiedPod(api);
    probe = new PodProbe(NOW, new ApiServerProxyConnections(api.client(), PATIENCE));
  }

  @AfterEach
  void stop() {
    probe.close();
    api.close();
  }

  @Test
  void aHealthyPodShowsAllThatItShowsDirectly() {
    script.podIs("uid-1");
    script.says(8081, "/auth-revision", 200, "7\n");
    script.says(8081, "/configz", 200, "{\"live\":\"v1\",\"rejected\":\"\"}");
    script.says(11434, "/", 503, ProxiedPod.unreachable("dial tcp 10.244.0.7:11434: connect: connection refused"));
    script.says(8080, "/api/tags", 401, "{\"error\":\"authentication required\"}");
    script.says(8081, "/healthz", 200, "{\"version\":\"0.17.4\"}");

    var seen = look();

    assertThat(seen.auth()).isEqualTo(new AuthAnswer.Revision(7));
    assertThat(seen.config()).isEqualTo(new PodSeen.ConfigAnswer.Versions("v1", ""));
    assertThat(seen.attack()).isEqualTo(new AttackAnswer.Withstood());
    assertThat(probe.serverVersion(List.of(seen))).contains("0.17.4");
  }

  @Test
  void aWrongLoginTravelsInAHeaderThatTheApiServerPassesOn() throws Exception {
    connection().ask(new Question.Attempt(SelfAttack.WRONG_PASSWORD));

    var request = api.script().takeRequest(1, TimeUnit.SECONDS);
    assertThat(request.getHeader("x-api-key")).isEqualTo(SelfAttack.WRONG_PASSWORD.wrongLogin().orElseThrow());
    assertThat(request.getHeader("Authorization")).isNull();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "10.244.0.7   | dial tcp 10.244.0.7:8081: connect: connection refused",
      "10.244.0.7   | error dialing backend: dial tcp 10.244.0.7:8081: connect: connection refused",
      "fd00:1::7    | dial tcp [fd00:1::7]:8081: connect: connection refused"})
  void aPortThatRefusesIsRefused(String address, String why) {
    script.says(8081, "/auth-revision", 503, ProxiedPod.unreachable(why));

    assertThat(look(ProxiedPod.at(address)).auth()).isEqualTo(new AuthAnswer.NotListening());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "503 | ServiceUnavailable | dial tcp 127.0.0.1:8131: connect: connection refused",
      "503 | ServiceUnavailable | dial tcp 10.244.0.7:8082: connect: connection refused",
      "503 | ServiceUnavailable | dial tcp 10.244.0.70:8081: connect: connection refused",
      "503 | ServiceUnavailable | dial tcp 10.244.0.7:8081: i/o timeout",
      "503 | ServiceUnavailable | dial tcp 10.244.0.7:8081: connect: no route to host",
      "503 | ServiceUnavailable | EOF",
      "502 | BadGateway         | bad gateway",
      "504 | Timeout            | request did not complete within the allowed duration",
      "400 | BadRequest         | address not allowed"})
  void whatElseKeepsTheApiServerFromThePodIsNoRefusal(int code, String reason, String why) {
    script.says(8081, "/auth-revision", code, ScriptedApi.status(code, reason, "error trying to reach service: " + why));

    assertThat(look().auth()).isEqualTo(new AuthAnswer.Unreachable(Cause.NO_CONNECTION));
  }

  @Test
  void withoutPermissionThePodIsNotToBlame() {
    script.says(8081, "/auth-revision", 403, ScriptedApi.status(403, "Forbidden", "pods \"hello-1:8081\" is forbidden"));

    assertThat(look().auth()).isEqualTo(new AuthAnswer.Unreachable(Cause.FORBIDDEN));
  }

  @Test
  void aPodThatIsGoneIsSilentUntilTheNextLookDoesNotFindIt() {
    script.says(8081, "/auth-revision", 404, ScriptedApi.status(404, "NotFound", "pods \"hello-1\" not found"));

    assertThat(look().auth()).isEqualTo(new AuthAnswer.Silent("the pod is gone"));
  }

  @Test
  void packetsThatAreDroppedAreNotWaitedFor() {
    api.script().expect().get().delay(PATIENCE.toMillis()).withPath(ProxiedPod.path(8081, "/auth-revision")).andReturn(200, "7").always();
    var before = System.nanoTime();

    try (var hasty = new PodProbe(NOW, new ApiServerProxyConnections(api.client(), Duration.ofMillis(300)))) {
      assertThat(hasty.look(List.of(ProxiedPod.at("10.244.0.7")), WANTED).get(0).auth())
          .isEqualTo(new AuthAnswer.Unreachable(Cause.NO_CONNECTION));
    }
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(PATIENCE);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "503 | {\"error\":\"Ollama is not available\"}", "404 | {\"error\":\"not found\"}", "403 | {\"error\":\"forbidden\"}",
      "429 | Too many requests, please try again later.", "502 | <html>bad gateway</html>", "200 | hello"})
  void whatNamesNeitherARevisionNorAnErrorOfTheApiServerIsSilence(int code, String body) {
    script.says(8081, "/auth-revision", code, body);

    assertThat(look().auth()).isInstanceOf(AuthAnswer.Silent.class);
  }

  @Test
  void aRefusalIsAnAnswerAndIsAskedForOnce() throws Exception {
    script.says(8081, "/auth-revision", 503, ProxiedPod.unreachable("dial tcp 10.244.0.7:8081: connect: connection refused"));

    look();

    assertThat(api.requests()).hasSize(1);
  }

  @Test
  void anotherPodOfTheSameNameDoesNotAnswerForThisOne() {
    script.says(8081, "/auth-revision", 200, "7");
    script.podIs("uid-2");

    assertThat(look().auth()).isEqualTo(new AuthAnswer.Silent("another pod has taken its name"));
    assertThat(look().auth()).as("nor later, by what is remembered").isInstanceOf(AuthAnswer.Silent.class);
  }

  @Test
  void whoseAnswerItWasCannotBeReadSoItIsNobodys() {
    script.says(8081, "/auth-revision", 200, "7");
    api.script().expect().get().withPath(ProxiedPod.NAMED).andReturn(500, ScriptedApi.status(500, "InternalError", "etcd")).always();

    assertThat(look().auth()).isInstanceOfSatisfying(AuthAnswer.Silent.class,
        silent -> assertThat(silent.why()).contains("could not be read"));
  }

  @Test
  void whoseAnswerItWasIsAskedOnceForEachRevision() throws Exception {
    script.podIs("uid-1");
    script.says(8081, "/auth-revision", 200, "6");
    look();
    look();

    assertThat(api.requests()).filteredOn(request -> request.startsWith("GET " + ProxiedPod.NAMED + " ")).hasSize(1);
  }

  @Test
  void anApiServerThatKnowsNobodyIsNoProofThatThePodHolds() {
    script.answersTheOperator();
    script.says(11434, "/", 503, ProxiedPod.unreachable("dial tcp 10.244.0.7:11434: connect: connection refused"));
    script.says(8080, "/api/tags", 401, ScriptedApi.status(401, "Unauthorized", "Unauthorized"));

    assertThat(look().attack()).isEqualTo(new AttackAnswer.Untried());
  }

  @Test
  void anOllamaThatTheApiServerReachesIsABreach() {
    script.answersTheOperator();
    script.says(11434, "/", 200, "Ollama is running");

    assertThat(look().attack()).isInstanceOfSatisfying(AttackAnswer.Breached.class,
        breached -> assertThat(breached.probe()).contains("11434"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "502 | <html>bad gateway</html>", "504 | ''", "503 | upstream connect error", "200 | <html>sign in</html>"})
  void whatSomebodyOnTheWaySaysIsNoBreach(int code, String body) {
    script.answersTheOperator();
    script.says(11434, "/", code, body);
    script.says(8080, "/api/tags", 200, "<html>sign in</html>");

    assertThat(look().attack()).isEqualTo(new AttackAnswer.Untried());
  }

  @Test
  void aPodCannotSendTheOperatorElsewhere() throws Exception {
    api.script().expect().get().withPath(ProxiedPod.path(8081, "/auth-revision"))
        .andReturn(302, "").withHeader("Location", api.client().getMasterUrl() + "elsewhere").always();

    assertThat(look().auth()).isInstanceOf(AuthAnswer.Silent.class);
    assertThat(api.requests()).hasSize(1);
  }

  @Test
  void anAnswerWithoutEndIsNotRead() {
    script.says(8081, "/auth-revision", 200, "7".repeat(100_000));

    assertThat(look().auth()).isInstanceOf(AuthAnswer.Silent.class);
  }

  private PodConnection connection() {
    return new ApiServerProxyConnections(api.client(), PATIENCE).to(ProxiedPod.at("10.244.0.7"));
  }

  private PodSeen look() {
    return look(ProxiedPod.at("10.244.0.7"));
  }

  private PodSeen look(Pod pod) {
    return probe.look(List.of(pod), WANTED).get(0);
  }
}

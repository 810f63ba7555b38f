package dev.ollakeep.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.credentials.OperatorLogin;
import dev.ollakeep.operator.plan.PodSeen;
import dev.ollakeep.operator.plan.PodSeen.AttackAnswer;
import dev.ollakeep.operator.plan.PodSeen.AuthAnswer;
import dev.ollakeep.operator.plan.PodSeen.AuthAnswer.Bar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodListBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an API server says in its own name, and what it passes on, told apart. */
class ProxiedDoorsTest {

  private static final Clock NOW = Clock.fixed(Instant.parse("2026-11-01T00:00:00Z"), ZoneOffset.UTC);
  /** Long, since a busy machine is no API server that gives no answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String PODS = "/api/v1/namespaces/ai/pods/hello-1";
  private static final String NAMED = "/api/v1/namespaces/ai/pods?fieldSelector=metadata.name%3Dhello-1";
  private static final OperatorLogin LOGIN = OperatorLogin.withPassword("not-a-real-one-16");
  private static final PodProbe.Wanted WANTED = new PodProbe.Wanted(7, "v1", Optional.of(LOGIN));

  private ScriptedApi api;
  private PodProbe probe;

  @BeforeEach
  void start() {
    api = ScriptedApi.start();
    probe = new PodProbe(NOW, new ProxiedDoors(api.client(), PATIENCE));
  }

  @AfterEach
  void stop() {
    probe.close();
    api.close();
  }

  @Test
  void aHealthyPodShowsAllThatItShowsDirectly() {
    podIs("uid-1");
    says(8081, "/auth-revision", 200, "7\n");
    says(8081, "/configz", 200, "{\"live\":\"v1\",\"rejected\":\"\"}");
    says(11434, "/", 503, unreachable("dial tcp 10.244.0.7:11434: connect: connection refused"));
    says(8080, "/api/tags", 401, "{\"error\":\"authentication required\"}");
    says(8080, "/api/version", 200, "{\"version\":\"0.17.4\"}");

    var seen = look();

    assertThat(seen.auth()).isEqualTo(new AuthAnswer.Revision(7));
    assertThat(seen.config()).isEqualTo(new PodSeen.ConfigAnswer.Versions("v1", ""));
    assertThat(seen.attack()).isEqualTo(new AttackAnswer.Held());
    assertThat(probe.serverVersion(List.of(seen), WANTED)).contains("0.17.4");
  }

  @Test
  void theOperatorsLoginTravelsInAHeaderThatTheApiServerPassesOn() throws Exception {
    says(8080, "/api/version", 200, "{}");

    door().get(8080, "/api/version", Optional.of(LOGIN));

    var request = api.script().takeRequest(1, TimeUnit.SECONDS);
    assertThat(request.getHeader("x-api-key")).isEqualTo(LOGIN.apiKey());
    assertThat(request.getHeader("Authorization")).isNull();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "10.244.0.7   | dial tcp 10.244.0.7:8081: connect: connection refused",
      "10.244.0.7   | error dialing backend: dial tcp 10.244.0.7:8081: connect: connection refused",
      "fd00:1::7    | dial tcp [fd00:1::7]:8081: connect: connection refused"})
  void aPortThatRefusesIsRefused(String address, String why) {
    says(8081, "/auth-revision", 503, unreachable(why));

    assertThat(look(pod(address)).auth()).isEqualTo(new AuthAnswer.Refused());
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
    says(8081, "/auth-revision", code, ScriptedApi.status(code, reason, "error trying to reach service: " + why));

    assertThat(look().auth()).isEqualTo(new AuthAnswer.Barred(Bar.NO_WAY));
  }

  @Test
  void withoutPermissionThePodIsNotToBlame() {
    says(8081, "/auth-revision", 403, ScriptedApi.status(403, "Forbidden", "pods \"hello-1:8081\" is forbidden"));

    assertThat(look().auth()).isEqualTo(new AuthAnswer.Barred(Bar.FORBIDDEN));
  }

  @Test
  void aPodThatIsGoneIsSilentUntilTheNextLookDoesNotFindIt() {
    says(8081, "/auth-revision", 404, ScriptedApi.status(404, "NotFound", "pods \"hello-1\" not found"));

    assertThat(look().auth()).isEqualTo(new AuthAnswer.Silent("the pod is gone"));
  }

  @Test
  void packetsThatAreDroppedAreNotWaitedFor() {
    api.script().expect().get().delay(PATIENCE.toMillis()).withPath(path(8081, "/auth-revision")).andReturn(200, "7").always();
    var before = System.nanoTime();

    try (var hasty = new PodProbe(NOW, new ProxiedDoors(api.client(), Duration.ofMillis(300)))) {
      assertThat(hasty.look(List.of(pod("10.244.0.7")), WANTED).get(0).auth()).isEqualTo(new AuthAnswer.Barred(Bar.NO_WAY));
    }
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(PATIENCE);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "503 | {\"error\":\"Ollama is not available\"}", "404 | {\"error\":\"not found\"}", "403 | {\"error\":\"forbidden\"}",
      "429 | Too many requests, please try again later.", "502 | <html>bad gateway</html>", "200 | hello"})
  void whatNamesNeitherARevisionNorAnErrorOfTheApiServerIsSilence(int code, String body) {
    says(8081, "/auth-revision", code, body);

    assertThat(look().auth()).isInstanceOf(AuthAnswer.Silent.class);
  }

  @Test
  void aRefusalIsAnAnswerAndIsAskedForOnce() throws Exception {
    says(8081, "/auth-revision", 503, unreachable("dial tcp 10.244.0.7:8081: connect: connection refused"));

    look();

    assertThat(api.requests()).hasSize(1);
  }

  @Test
  void anotherPodOfTheSameNameDoesNotAnswerForThisOne() {
    says(8081, "/auth-revision", 200, "7");
    podIs("uid-2");

    assertThat(look().auth()).isEqualTo(new AuthAnswer.Silent("another pod has taken its name"));
    assertThat(look().auth()).as("nor later, by what is remembered").isInstanceOf(AuthAnswer.Silent.class);
  }

  @Test
  void whoseAnswerItWasIsAskedOnceForEachRevision() throws Exception {
    podIs("uid-1");
    says(8081, "/auth-revision", 200, "6");
    look();
    look();

    assertThat(api.requests()).filteredOn(request -> request.startsWith("GET " + NAMED + " ")).hasSize(1);
  }

  @Test
  void anApiServerThatKnowsNobodyIsNoProofThatThePodHolds() {
    podIs("uid-1");
    says(8081, "/auth-revision", 200, "7");
    says(8081, "/configz", 200, "{\"live\":\"v1\",\"rejected\":\"\"}");
    says(11434, "/", 503, unreachable("dial tcp 10.244.0.7:11434: connect: connection refused"));
    says(8080, "/api/tags", 401, ScriptedApi.status(401, "Unauthorized", "Unauthorized"));

    assertThat(look().attack()).isEqualTo(new AttackAnswer.Untried());
  }

  @Test
  void anOllamaThatTheApiServerReachesIsABreach() {
    podIs("uid-1");
    says(8081, "/auth-revision", 200, "7");
    says(8081, "/configz", 200, "{\"live\":\"v1\",\"rejected\":\"\"}");
    says(11434, "/", 200, "Ollama is running");

    assertThat(look().attack()).isInstanceOfSatisfying(AttackAnswer.Breached.class,
        breached -> assertThat(breached.probe()).contains("11434"));
  }

  @Test
  void aPodCannotSendTheOperatorElsewhere() throws Exception {
    api.script().expect().get().withPath(path(8081, "/auth-revision"))
        .andReturn(302, "").withHeader("Location", api.client().getMasterUrl() + "elsewhere").always();

    assertThat(look().auth()).isInstanceOf(AuthAnswer.Silent.class);
    assertThat(api.requests()).hasSize(1);
  }

  @Test
  void anAnswerWithoutEndIsNotRead() {
    says(8081, "/auth-revision", 200, "7".repeat(100_000));

    assertThat(look().auth()).isInstanceOf(AuthAnswer.Silent.class);
  }

  private Door door() {
    return new ProxiedDoors(api.client(), PATIENCE).to(pod("10.244.0.7"));
  }

  private PodSeen look() {
    return look(pod("10.244.0.7"));
  }

  private PodSeen look(Pod pod) {
    return probe.look(List.of(pod), WANTED).get(0);
  }

  private void says(int port, String path, int code, Object body) {
    api.script().expect().get().withPath(path(port, path)).andReturn(code, body).always();
  }

  private void podIs(String uid) {
    var pod = new PodBuilder(pod("10.244.0.7")).editMetadata().withUid(uid).endMetadata().build();
    api.script().expect().get().withPath(NAMED).andReturn(200, new PodListBuilder().withItems(pod).build()).always();
  }

  private static String path(int port, String path) {
    return PODS + ":" + port + "/proxy" + path;
  }

  private static Object unreachable(String why) {
    return ScriptedApi.status(503, "ServiceUnavailable", "error trying to reach service: " + why);
  }

  private static Pod pod(String address) {
    return new PodBuilder()
        .withNewMetadata().withName("hello-1").withNamespace("ai").withUid("uid-1").endMetadata()
        .withNewStatus().withPhase("Running").withPodIP(address).endStatus()
        .build();
  }
}

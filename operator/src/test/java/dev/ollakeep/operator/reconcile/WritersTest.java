package dev.ollakeep.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ollakeep.api.v1alpha1.OllamaServerStatus;
import dev.ollakeep.operator.leak.CapturedLog;
import dev.ollakeep.operator.observed.Seen;
import dev.ollakeep.operator.plan.Touch;
import dev.ollakeep.operator.words.Announcement;
import dev.ollakeep.operator.words.Reason;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Status, events, touches and live reads against an API server that fails on purpose. */
class WritersTest {

  /** A call is repeated by the client. */
  private static final int FOR_GOOD = 3;
  private static final String STATUS =
      "/apis/ollakeep.dev/v1alpha1/namespaces/ai/ollamaservers/hello/status?fieldManager=ollakeep&force=true";
  private static final String POD = "/api/v1/namespaces/ai/pods/hello-1";
  private static final String EVENTS = "/api/v1/namespaces/ai/events";
  private static final Clock NOW = Clock.fixed(Instant.parse("2026-11-01T00:00:00Z"), ZoneOffset.UTC);

  private ScriptedApi api;

  @BeforeEach
  void start() {
    api = ScriptedApi.start();
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void aStatusIsAppliedAloneAndOnlyWhenItDiffers() throws Exception {
    var writer = new StatusWriter(api.client());
    var server = ScriptedApi.server();
    api.script().expect().patch().withPath(STATUS).andReturn(200, stored("11")).once();

    writer.write(server, status("0.17.4"));
    var requests = api.requests();
    server.setStatus(status("0.17.4"));
    writer.write(server, status("0.17.4"));

    assertThat(requests).singleElement().asString()
        .contains("\"uid\":\"uid-1\"", "\"serverVersion\":\"0.17.4\"").doesNotContain("\"spec\"", "resourceVersion");
    assertThat(api.requests()).isEmpty();
  }

  @Test
  void aStaleCacheIsGivenTheStatusThatWasWritten() {
    var writer = new StatusWriter(api.client());
    api.script().expect().patch().withPath(STATUS).andReturn(200, stored("11")).once();
    writer.write(ScriptedApi.server(), status("0.17.4"));

    assertThat(writer.withLatestStatus(ScriptedApi.server()).getStatus()).isEqualTo(status("0.17.4"));
    var caughtUp = ScriptedApi.server();
    caughtUp.getMetadata().setResourceVersion("11");
    assertThat(writer.withLatestStatus(caughtUp).getStatus()).isNull();
  }

  /** Otherwise the status would stay as nobody meant it until something else happens: its own change wakes nobody. */
  @Test
  void whereAnAnswerWasLostTheNextStatusIsWrittenWhateverIsKnownOfTheLast() throws Exception {
    var writer = new StatusWriter(api.client());
    var server = ScriptedApi.server();
    server.setStatus(status("0.17.4"));
    api.script().expect().patch().withPath(STATUS).andReturn(504, "").times(FOR_GOOD);
    api.script().expect().patch().withPath(STATUS).andReturn(200, stored("11")).always();
    assertThatThrownBy(() -> writer.write(server, status("0.34.2"))).isInstanceOf(ApiFailure.class);
    api.requests();

    writer.write(server, status("0.17.4"));
    assertThat(api.requests()).singleElement().asString().contains("\"serverVersion\":\"0.17.4\"");
    writer.write(server, status("0.17.4"));
    assertThat(api.requests()).isEmpty();
  }

  @Test
  void theStatusOfAServerThatIsGoneIsNoError() {
    new StatusWriter(api.client()).write(ScriptedApi.server(), status("1"));
    api.script().expect().patch().withPath(STATUS).andReturn(409, ScriptedApi.status(409, "Conflict", "uid mismatch")).once();
    assertThatThrownBy(() -> new StatusWriter(api.client()).write(ScriptedApi.server(), status("1")))
        .as("a conflict is looked at again").isInstanceOf(ApiFailure.class).hasMessageContaining("HTTP 409");

    api.script().expect().patch().withPath(STATUS).andReturn(500, "").always();
    assertThatThrownBy(() -> new StatusWriter(api.client()).write(ScriptedApi.server(), status("1")))
        .isInstanceOf(ApiFailure.class).hasMessageContaining("HTTP 500");
  }

  @Test
  void aTouchNamesThePodItMeans() throws Exception {
    api.script().expect().patch().withPath(POD).andReturn(200, new Pod()).once();

    new PodToucher(api.client(), touched -> { }).touch(ScriptedApi.server(), List.of(new Touch("hello-1", "pod-uid", "7/1")));

    assertThat(api.requests()).singleElement().asString()
        .contains("\"uid\":\"pod-uid\"", "\"ollakeep.dev/touch\":\"7/1\"");
  }

  @Test
  void aPodThatIsGoneOrAnotherNeedsNoTouch() {
    var toucher = new PodToucher(api.client(), touched -> { });
    assertThat(toucher.touch(ScriptedApi.server(), List.of(new Touch("hello-1", "pod-uid", "7/1")))).isEmpty();
    api.script().expect().patch().withPath(POD).andReturn(409, ScriptedApi.status(409, "Conflict", "uid mismatch")).once();
    assertThat(toucher.touch(ScriptedApi.server(), List.of(new Touch("hello-1", "pod-uid", "7/1")))).isEmpty();
  }

  @Test
  void aTouchThatFailsStopsNoOther() throws Exception {
    api.script().expect().patch().withPath(POD).andReturn(403, ScriptedApi.status(403, "Forbidden", "hands off")).always();
    var touches = List.of(new Touch("hello-1", "pod-uid", "7/1"), new Touch("hello-2", "other-uid", "7/1"));

    assertThat(new PodToucher(api.client(), touched -> { }).touch(ScriptedApi.server(), touches)).singleElement()
        .satisfies(failure -> assertThat(failure).hasMessage("touching Pod ai/hello-1 failed: HTTP 403 Forbidden"));

    assertThat(api.requests()).hasSize(2);
  }

  @Test
  void theSameWordsAreOneEventThatIsCounted() throws Exception {
    api.script().expect().post().withPath(EVENTS).andReturn(409, ScriptedApi.status(409, "AlreadyExists", "")).once();
    var recorder = new EventRecorder(api.client(), NOW);
    var name = eventName(recorder);
    var known = new EventBuilder().withNewMetadata().withName(name).withNamespace("ai").endMetadata().withCount(3).build();
    api.script().expect().post().withPath(EVENTS).andReturn(409, ScriptedApi.status(409, "AlreadyExists", "")).once();
    api.script().expect().get().withPath(EVENTS + "/" + name).andReturn(200, known).always();
    api.script().expect().patch().withPath(EVENTS + "/" + name).andReturn(200, known).once();

    recorder.record(ScriptedApi.server(), List.of(announcement("again")));

    assertThat(api.requests()).anySatisfy(request ->
        assertThat(request).startsWith("PATCH " + EVENTS + "/" + name).contains("/count", "4"));
  }

  @Test
  void anEventWhoseAnswerWasLostMeetsItselfAndIsNotCounted() throws Exception {
    api.script().expect().post().withPath(EVENTS).andReturn(409, ScriptedApi.status(409, "AlreadyExists", "")).always();
    var recorder = new EventRecorder(api.client(), NOW);
    var name = eventName(recorder);
    var known = new EventBuilder().withNewMetadata().withName(name).withNamespace("ai").endMetadata()
        .withCount(1).withFirstTimestamp("2026-11-01T00:00:00Z").withLastTimestamp("2026-11-01T00:00:00Z").build();
    api.script().expect().get().withPath(EVENTS + "/" + name).andReturn(200, known).always();

    recorder.record(ScriptedApi.server(), List.of(announcement("again")));

    assertThat(api.requests()).noneMatch(request -> request.startsWith("PATCH"));
  }

  @Test
  void eventsNeverFailAReconcileAndAreBounded() throws Exception {
    var recorder = new EventRecorder(api.client(), NOW);

    try (var log = CapturedLog.begin()) {
      recorder.record(ScriptedApi.server(), IntStream.range(0, 300).mapToObj(i -> announcement("story " + i)).toList());

      assertThat(log.lines()).filteredOn(line -> line.contains("story ")).as("a storm of events is none in the log").hasSize(120);
      assertThat(log.lines()).filteredOn(line -> line.contains("no more are told")).hasSize(1);
    }
    assertThat(api.requests()).hasSize(120);
  }

  @Test
  void onlyTheApiServersWordMakesAnObjectAbsent() {
    var live = new LiveReader(api.client());
    assertThat(live.get(Secret.class, new ResourceID("none", "ai"))).isEqualTo(Seen.absent());
    api.script().expect().get().withPath("/api/v1/namespaces/ai/secrets/hidden").andReturn(403, "").always();
    assertThat(live.get(Secret.class, new ResourceID("hidden", "ai"))).isInstanceOf(Seen.Unknown.class);
    api.script().expect().get().withPath("/api/v1/namespaces/ai/secrets/lost").andReturn(500, "").always();
    assertThatThrownBy(() -> live.get(Secret.class, new ResourceID("lost", "ai"))).isInstanceOf(ApiFailure.class);
  }

  private String eventName(EventRecorder recorder) throws InterruptedException {
    recorder.record(ScriptedApi.server(), List.of(announcement("again")));
    return api.requests().get(0).replaceFirst("(?s).*\"name\":\"(hello\\.[^\"]+)\".*", "$1");
  }

  private static Announcement announcement(String message) {
    return Announcement.normal(Reason.CHILD_CREATED, message);
  }

  private static OllamaServerStatus status(String version) {
    return new OllamaServerStatus(1L, null, null, version, null, null, null, null, null, null, null, null);
  }

  private static Map<String, Object> stored(String version) {
    return Map.of("apiVersion", "ollakeep.dev/v1alpha1", "kind", "OllamaServer",
        "metadata", Map.of("name", "hello", "namespace", "ai", "resourceVersion", version));
  }
}

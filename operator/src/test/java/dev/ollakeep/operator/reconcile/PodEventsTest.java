package dev.ollakeep.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.chaos.ShiftedClock;
import dev.ollakeep.operator.observed.PodEvent;
import dev.ollakeep.operator.observed.PodSeen.EventsAnswer;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.EventListBuilder;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When Events of a pod are read, and what becomes of an answer. */
class PodEventsTest {

  private static final String PATH = "/api/v1/namespaces/ai/events?fieldSelector=involvedObject.uid%3Duid-1&limit=200";

  private final ShiftedClock clock = new ShiftedClock();
  private ScriptedApi api;
  private PodEvents events;
  private Pod pod;

  @BeforeEach
  void start() {
    api = ScriptedApi.start();
    events = new PodEvents(api.client(), clock);
    pod = new PodBuilder().withNewMetadata().withName("hello-1").withNamespace("ai").withUid("uid-1").endMetadata()
        .withNewStatus().withPhase("Pending")
        .addNewCondition().withType("PodScheduled").withStatus("True").withLastTransitionTime(clock.instant().toString()).endCondition()
        .endStatus().build();
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void theyAreReadOnceInTenSecondsAndLaterOnceInThirty() throws Exception {
    answers(200, told(event("2026-11-24T12:00:00Z")));

    assertThat(readIn(Duration.ofSeconds(3))).as("usual").isZero();
    assertThat(readIn(Duration.ofSeconds(2))).as("slow").isOne();
    assertThat(readIn(Duration.ofSeconds(9))).isZero();
    assertThat(readIn(Duration.ofSeconds(2))).isOne();
    assertThat(readIn(Duration.ofMinutes(3))).as("slow for long").isOne();
    assertThat(readIn(Duration.ofSeconds(29))).isZero();
    assertThat(readIn(Duration.ofSeconds(2))).isOne();
  }

  @Test
  void notOfAPodThatIsReadyForContainers() throws Exception {
    answers(200, told());
    pod = new PodBuilder(pod).editStatus().addNewCondition().withType("PodReadyToStartContainers").withStatus("True").endCondition()
        .endStatus().build();

    assertThat(readIn(Duration.ofMinutes(1))).isZero();
    assertThat(events.of(pod)).isEqualTo(new EventsAnswer.NotAsked());
  }

  @Test
  void bothGenerationsOfRecordersTellWhen() {
    var newer = event(null);
    newer.setEventTime(new MicroTime("2026-11-24T12:00:07.000000Z"));
    answers(200, told(event("2026-11-24T12:00:00Z"), newer));
    clock.jump(Duration.ofMinutes(1));

    assertThat(events.of(pod)).isEqualTo(new EventsAnswer.Told(List.of(
        new PodEvent(true, "FailedMount", "no such directory", Instant.parse("2026-11-24T12:00:00Z")),
        new PodEvent(true, "FailedMount", "no such directory", Instant.parse("2026-11-24T12:00:07Z")))));
  }

  @Test
  void withoutThePermissionThatIsTheAnswer() {
    answers(403, ScriptedApi.status(403, "Forbidden", "events is forbidden"));
    clock.jump(Duration.ofMinutes(1));

    assertThat(events.of(pod)).isEqualTo(new EventsAnswer.Forbidden());
  }

  @Test
  void anAnswerThatFailsTakesNothingBack() {
    api.script().expect().get().withPath(PATH).andReturn(200, told(event("2026-11-24T12:00:00Z"))).once();
    clock.jump(Duration.ofMinutes(1));
    var before = events.of(pod);
    answers(404, ScriptedApi.status(404, "NotFound", "not found"));
    clock.jump(Duration.ofMinutes(1));

    assertThat(events.of(pod)).isEqualTo(before).isInstanceOf(EventsAnswer.Told.class);
  }

  private long readIn(Duration later) throws InterruptedException {
    clock.jump(later);
    events.of(pod);
    return api.requests().size();
  }

  private void answers(int code, Object body) {
    api.script().expect().get().withPath(PATH).andReturn(code, body).always();
  }

  private static Object told(Event... events) {
    return new EventListBuilder().withItems(events).build();
  }

  private static Event event(String last) {
    return new EventBuilder().withNewMetadata().withName("event").endMetadata()
        .withType("Warning").withReason("FailedMount").withMessage("no such directory").withLastTimestamp(last).build();
  }
}

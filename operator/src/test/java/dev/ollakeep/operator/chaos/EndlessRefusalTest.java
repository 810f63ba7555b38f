package dev.ollakeep.operator.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import dev.ollakeep.testing.SideBySide;
import io.fabric8.kubernetes.api.model.Event;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What looks like a lost race and never ends: a webhook that says Conflict, a kind or a namespace that is gone. */
@RequiresApiServer
class EndlessRefusalTest {

  private static final int MOST_WRITES = 5;
  private static final int MOST_LOOKS = 30;
  /** Of one call: the client repeats it by itself. */
  private static final int ATTEMPTS = 3;

  @SideBySide
  @ParameterizedTest
  @CsvSource({
    "PATCH deployments/s, CONFLICT, Deployment s cannot be written",
    "PATCH services/s, NOT_FOUND, Service s cannot be written",
    "POST secrets, CONFLICT, Secret s-",
    "POST secrets, NOT_FOUND, Secret s-",
  })
  void isToldAndTriedEverMoreRarely(String concerned, Fate fate, String told, ApiServer api) {
    try (var scene = new Scene(api, new ShiftedClock(), 1)) {
      var script = new Script(concerned, fate, new AtomicInteger(), new AtomicInteger());
      scene.revive(script);
      var ready = Beginnings.create(scene);

      await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(scene.story()).contains("\"ChildContention\"", told));
      await().during(Duration.ofSeconds(5)).atMost(Duration.ofSeconds(60)).untilAsserted(() ->
          assertThat(script.writes().get()).as("writes").isLessThanOrEqualTo(MOST_WRITES));
      assertThat(script.looks().get()).as("live looks at the server's Secrets").isLessThan(MOST_LOOKS);

      scene.operator().api().play(Faults.NONE);
      scene.jump(Duration.ofMinutes(6));
      scene.edit("{\"drainTimeout\":\"61s\"}");
      scene.settle(ready);
      await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(scene.story()).doesNotContain("ChildContention"));
    }
  }

  @SideBySide
  @ParameterizedTest
  @CsvSource({
    "PATCH networkpolicies/s, INTERNAL_ERROR, writing NetworkPolicy s failed",
    "PATCH networkpolicies/s, LOST_TIMEOUT, writing NetworkPolicy s failed",
    "POST secrets, INTERNAL_ERROR, writing Secret s-",
    "POST secrets, LOST_TIMEOUT, writing Secret s-",
  })
  void whatFailsAgainIsToldWhateverTheReason(String concerned, Fate fate, String told, ApiServer api) {
    try (var scene = new Scene(api, new ShiftedClock(), 1)) {
      scene.revive(new Script(concerned, fate, new AtomicInteger(), new AtomicInteger()));
      var ready = Beginnings.create(scene);

      await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(scene.story()).contains("\"ApplyRefused\"", told));
      assertThat(scene.story()).as("what does not rest on it").contains("PATCH services/s", "PATCH deployments/s");
      await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(60)).untilAsserted(() ->
          assertThat(scene.story()).doesNotContain("AllReady"));

      scene.operator().api().play(Faults.NONE);
      scene.jump(Duration.ofMinutes(2));
      scene.edit("{\"drainTimeout\":\"61s\"}");
      scene.settle(ready);
      await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(scene.story()).doesNotContain("ApplyRefused"));
    }
  }

  /** An object that is missing is told of at once; one that is there only when a change of it fails again. */
  @SideBySide
  @ParameterizedTest
  @EnumSource(value = Fate.class, names = {"INTERNAL_ERROR", "LOST_TIMEOUT"})
  void aChangeThatFailsAgainIsToldWhateverTheReason(Fate fate, ApiServer api) {
    try (var scene = new Scene(api, new ShiftedClock(), 1)) {
      Beginnings.settled(scene);
      scene.operator().api().play(new Script("PATCH deployments/s", fate, new AtomicInteger(), new AtomicInteger()));
      scene.edit("{\"drainTimeout\":\"61s\"}");

      await().atMost(Duration.ofSeconds(60)).untilAsserted(() ->
          assertThat(scene.story()).contains("\"ApplyRefused\"", "writing Deployment s failed"));

      scene.operator().api().play(Faults.NONE);
      scene.edit("{\"drainTimeout\":\"62s\"}");
      await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(scene.story()).doesNotContain("ApplyRefused"));
    }
  }

  /** The API server was away for a moment: what is in force is what was asked for a moment ago. */
  @SideBySide
  @ParameterizedTest
  @EnumSource(value = Fate.class, names = {"INTERNAL_ERROR", "LOST_TIMEOUT"})
  void aChangeThatFailsOnceIsNotTold(Fate fate, ApiServer api) {
    try (var scene = new Scene(api, new ShiftedClock(), 1)) {
      Beginnings.settled(scene);
      var turns = turnsToReady(scene);
      var failed = new AtomicInteger();
      scene.operator().api().play((call, write) ->
          call.toString().equals("PATCH networkpolicies/s") && failed.getAndIncrement() < ATTEMPTS ? fate : Fate.PASS);
      scene.edit("{\"networkPolicy\":{\"from\":[{\"ipBlock\":{\"cidr\":\"10.0.0.0/8\"}}]}}");

      await().atMost(Duration.ofSeconds(60)).until(() -> failed.get() > ATTEMPTS);
      scene.settle(() -> Beginnings.ready(scene));

      assertThat(scene.lying().told()).noneMatch(event -> event.getReason().equals("ApplyRefused"));
      assertThat(turnsToReady(scene)).as("as often as before").isEqualTo(turns);
    }
  }

  private static int turnsToReady(Scene scene) {
    return scene.lying().told().stream().filter(event -> event.getReason().equals("AllReady")).mapToInt(Event::getCount).sum();
  }

  private record Script(String concerned, Fate fate, AtomicInteger writes, AtomicInteger looks) implements Faults {
    @Override
    public Fate of(ApiCall call, int write) {
      if (call.isList() && call.toString().endsWith("secrets")) {
        looks.incrementAndGet();
      }
      if (!call.toString().equals(concerned)) {
        return Fate.PASS;
      }
      writes.incrementAndGet();
      return fate;
    }
  }
}

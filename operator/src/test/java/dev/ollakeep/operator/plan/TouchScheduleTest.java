package dev.ollakeep.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.observed.PodSeen;
import dev.ollakeep.operator.observed.PodSeen.AttackAnswer;
import dev.ollakeep.operator.observed.PodSeen.AuthAnswer;
import dev.ollakeep.operator.observed.PodSeen.ConfigAnswer;
import dev.ollakeep.operator.plan.TouchSchedule.Target;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A pod that lags is touched again, ever more rarely, and asked often at first. */
class TouchScheduleTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Target TARGET = new Target(7, "v2");
  private static final AuthAnswer BEHIND = new AuthAnswer.Revision(6);
  private static final ConfigAnswer LIVE = new ConfigAnswer.Versions("v2", "");

  @Test
  void aPodThatLagsForEverIsTouchedAfterOneTwoFourEightFifteenAndThenEveryThirtySeconds() {
    var touchedAt = new ArrayList<Long>();
    var annotation = "";
    for (var millis = 0L; millis <= 130_000; millis += 100) {
      var schedule = schedule(pod(annotation, BEHIND, LIVE), NOW.plusMillis(millis));
      if (!schedule.touches().isEmpty()) {
        touchedAt.add(millis);
        annotation = schedule.touches().get(0).value();
      }
    }
    assertThat(touchedAt).containsExactly(0L, 1_000L, 3_000L, 7_000L, 15_000L, 30_000L, 60_000L, 90_000L, 120_000L);
  }

  @ParameterizedTest(name = "after touch {0}, {1} ms ago: look again in {2} ms")
  @CsvSource({"1, 0, 500", "1, 800, 200", "2, 0, 500", "3, 0, 1000", "4, 0, 2000", "5, 0, 5000", "6, 0, 30000", "99, 29000, 1000"})
  void theWakeUpIsThePollOrTheNextTouch(int attempt, long age, long wakeUp) {
    var last = "auth=7,config=v2 " + attempt + " " + NOW.minusMillis(age);
    var schedule = schedule(pod(last, BEHIND, LIVE), NOW);
    assertThat(schedule.touches()).isEmpty();
    assertThat(schedule.wakeUp()).contains(Duration.ofMillis(wakeUp));
  }

  @Test
  void aNewTargetBeginsAnew() {
    var schedule = schedule(pod("auth=6,config=v2 6 " + NOW, BEHIND, LIVE), NOW);
    assertThat(schedule.touches()).containsExactly(new Touch("hello-1", "uid-1", "auth=7,config=v2 1 " + NOW));
    assertThat(schedule.wakeUp()).contains(Duration.ofMillis(500));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "auth=7,config=v2 x 2026-11-24T12:00:00Z", "auth=7,config=v2 1 yesterday", "auth=7,config=v2 1"})
  void anAnnotationOfSomebodyElseIsReplaced(String annotation) {
    assertThat(schedule(pod(annotation, BEHIND, LIVE), NOW).touches()).hasSize(1);
  }

  @Test
  void aClockThatWentBackDelaysTheNextTouchByItsPaceOnly() {
    var schedule = schedule(pod("auth=7,config=v2 1 " + NOW.plusSeconds(3600), BEHIND, LIVE), NOW);
    assertThat(schedule.wakeUp()).contains(Duration.ofMillis(500));
  }

  @Test
  void configurationAloneIsReasonEnough() {
    assertThat(schedule(pod("", new AuthAnswer.Revision(7), new ConfigAnswer.Versions("v1", "")), NOW).touches()).hasSize(1);
  }

  @Test
  void aPodThatIsThereOrCannotBeHelpedIsLeftAlone() {
    var current = pod("", new AuthAnswer.Revision(8), LIVE);
    var rejected = pod("", new AuthAnswer.Revision(7), new ConfigAnswer.Versions("v1", "v2"));
    var silent = pod("", new AuthAnswer.Silent("timed out"), new ConfigAnswer.Silent("timed out"));
    var refused = pod("", new AuthAnswer.NotListening(), new ConfigAnswer.Silent("refused"));
    for (var pod : List.of(current, rejected, silent, refused)) {
      assertThat(schedule(pod, NOW)).isEqualTo(new TouchSchedule(List.of(), Optional.empty()));
    }
  }

  @Test
  void aPodThatIsBeingDeletedIsNotTouched() {
    var pod = pod("", BEHIND, LIVE);
    pod.pod().getMetadata().setDeletionTimestamp(NOW.toString());
    assertThat(schedule(pod, NOW).touches()).isEmpty();
  }

  private static TouchSchedule schedule(PodSeen pod, Instant now) {
    return TouchSchedule.of(List.of(pod), TARGET, now);
  }

  private static PodSeen pod(String annotation, AuthAnswer auth, ConfigAnswer config) {
    var pod = new PodBuilder()
        .withNewMetadata()
        .withName("hello-1")
        .withUid("uid-1")
        .addToAnnotations(annotation.isEmpty() ? "other" : Touch.ANNOTATION, annotation)
        .endMetadata()
        .build();
    return new PodSeen(pod, auth, config, new AttackAnswer.Untried());
  }
}

package dev.ollakeep.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.api.v1alpha1.Condition;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.api.v1alpha1.OllamaServerStatus;
import dev.ollakeep.operator.words.ConditionType;
import dev.ollakeep.operator.words.Reason;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {

  private static final Instant BEFORE = Instant.parse("2026-11-24T11:00:00Z");
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00.123Z");
  private static final Finding PULLING = Finding.no(ConditionType.AVAILABLE, Reason.PODS_NOT_READY, "0 of 1");

  @Test
  void theFirstWordIsATransition() {
    assertThat(Conditions.of(new OllamaServer()).merge(List.of(PULLING), 3, NOW))
        .containsExactly(new Condition("Available", "False", 3L, "2026-11-24T12:00:00Z", "PodsNotReady", "0 of 1"));
  }

  @Test
  void anotherReasonOrMessageIsNoTransition() {
    var crashing = Finding.no(ConditionType.AVAILABLE, Reason.CRASH_LOOP, "ends again and again");
    assertThat(said(PULLING).merge(List.of(crashing), 4, NOW))
        .containsExactly(new Condition("Available", "False", 4L, "2026-11-24T11:00:00Z", "CrashLoop", "ends again and again"));
  }

  @Test
  void aFlipIsATransition() {
    var ready = Finding.yes(ConditionType.AVAILABLE, Reason.MINIMUM_REPLICAS_AVAILABLE, "1 of 1");
    assertThat(said(PULLING).merge(List.of(ready), 4, NOW).get(0).lastTransitionTime()).isEqualTo("2026-11-24T12:00:00Z");
  }

  /** As from 64 users whose passwords are all missing: the API server would refuse the whole status. */
  @Test
  void aMessageThatNoStatusTakesIsShortened() {
    var longest = Finding.no(ConditionType.CREDENTIALS_READY, Reason.SOURCE_SECRET_MISSING, "is missing; ".repeat(5_000));

    var message = said(PULLING).merge(List.of(longest), 4, NOW).get(0).message();

    assertThat(message).hasSizeLessThanOrEqualTo(32_768).startsWith("is missing; is missing; ").endsWith(" ...");
  }

  @Test
  void whatIsNotFoundIsNotSaid() {
    assertThat(said(PULLING).merge(List.of(), 4, NOW)).isEmpty();
  }

  private static Conditions said(Finding finding) {
    var server = new OllamaServer();
    var conditions = Conditions.of(server).merge(List.of(finding), 3, BEFORE);
    server.setStatus(new OllamaServerStatus(null, null, null, null, null, null, null, null, null, null, null, conditions));
    return Conditions.of(server);
  }
}

package dev.ollakeep.operator.status;

import static dev.ollakeep.operator.words.ConditionType.AVAILABLE;
import static dev.ollakeep.operator.words.ConditionType.CREDENTIALS_ROTATED;
import static dev.ollakeep.operator.words.ConditionType.PROXY_CONFIGURED;
import static dev.ollakeep.operator.words.ConditionType.READY;
import static dev.ollakeep.operator.words.ConditionType.STALLED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.api.v1alpha1.OllamaServerStatus;
import dev.ollakeep.operator.words.Reason;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is told when one situation follows another. */
class TransitionEventsTest {

  private static final Finding STARTING = Finding.no(AVAILABLE, Reason.PODS_NOT_READY, "0 of 1");
  private static final Finding UP = Finding.yes(AVAILABLE, Reason.MINIMUM_REPLICAS_AVAILABLE, "1 of 1");
  private static final Finding CRASHING = Finding.no(AVAILABLE, Reason.CRASH_LOOP, "crash");
  private static final Finding READY_NOW = Finding.yes(READY, Reason.ALL_READY, "works");
  private static final Finding NOT_READY = Finding.no(READY, Reason.CRASH_LOOP, "crash");
  private static final Finding LOCKED = Finding.no(READY, Reason.LOCKDOWN, "locked");
  private static final Finding CONFLICT = Finding.yes(STALLED, Reason.NAME_CONFLICT, "theirs");
  private static final Finding TAKEN = Finding.no(AVAILABLE, Reason.NAME_CONFLICT, "taken");
  private static final Finding ROTATING = Finding.no(CREDENTIALS_ROTATED, Reason.WAITING_FOR_PODS, "waits");
  private static final Finding SPREADING = Finding.no(PROXY_CONFIGURED, Reason.PROPAGATING, "0 of 1");
  private static final Finding CONFIGURED = Finding.yes(PROXY_CONFIGURED, Reason.LIVE, "live");

  static Stream<Arguments> transitions() {
    return Stream.of(
        told("a new server that starts is no news", List.of(), List.of(STARTING, NOT_READY)),
        told("a server that was up and is not", List.of(UP), List.of(STARTING), "Warning PodsNotReady"),
        told("a new server that crashes", List.of(), List.of(CRASHING), "Warning CrashLoop"),
        told("another reason for the same status", List.of(STARTING), List.of(CRASHING), "Warning CrashLoop"),
        told("the same again", List.of(CRASHING), List.of(CRASHING)),
        told("mended", List.of(CRASHING), List.of(UP), "Normal MinimumReplicasAvailable"),
        told("started as it should", List.of(STARTING), List.of(UP)),
        told("ready", List.of(NOT_READY), List.of(READY_NOW), "Normal AllReady"),
        told("not ready is told by its parts", List.of(READY_NOW), List.of(NOT_READY)),
        told("locked down is no failure", List.of(READY_NOW), List.of(LOCKED), "Normal Lockdown"),
        told("stalled", List.of(), List.of(CONFLICT), "Warning NameConflict"),
        told("one reason is told once", List.of(), List.of(TAKEN, CONFLICT), "Warning NameConflict"),
        told("no longer stalled", List.of(CONFLICT), List.of(), "Normal Resumed"),
        told("a rotation announces itself", List.of(), List.of(ROTATING)),
        told("spreading is no news", List.of(CONFIGURED), List.of(SPREADING)),
        told("nor is having spread", List.of(SPREADING), List.of(CONFIGURED)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("transitions")
  void between(String sentence, List<Finding> before, List<Finding> after, List<String> events) {
    assertThat(TransitionEvents.between(status(before), status(after)))
        .extracting(event -> event.severity().text() + " " + event.reason().text())
        .isEqualTo(events);
  }

  private static Arguments told(String sentence, List<Finding> before, List<Finding> after, String... events) {
    return Arguments.of(sentence, before, after, List.of(events));
  }

  private static OllamaServerStatus status(List<Finding> findings) {
    var conditions = Conditions.of(new OllamaServer()).merge(findings, 1, Instant.parse("2026-11-24T12:00:00Z"));
    return new OllamaServerStatus(null, null, null, null, null, null, null, null, null, null, null, conditions);
  }
}

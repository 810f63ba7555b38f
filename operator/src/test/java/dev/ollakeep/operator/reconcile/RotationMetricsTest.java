package dev.ollakeep.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.api.v1alpha1.OllamaServerStatus;
import dev.ollakeep.operator.credentials.Revocation;
import dev.ollakeep.operator.credentials.RevocationTally;
import dev.ollakeep.operator.credentials.RotationPhase;
import dev.ollakeep.operator.credentials.RotationTally;
import dev.ollakeep.operator.plan.Plan;
import dev.ollakeep.operator.plan.RotationState;
import dev.ollakeep.operator.status.Findings;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Numbers about rotations over time. */
class RotationMetricsTest {

  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private static final Findings NOTHING_FOUND = new Findings(List.of(), List.of());

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final SettableClock clock = new SettableClock();
  private Predicate<ResourceID> exists = any -> true;
  private final RotationMetrics metrics = new RotationMetrics(registry, clock, server -> exists.test(server));

  @Test
  void aPhaseIsAsOldAsWhatIsStoredSaysHoweverYoungThisProcess() {
    metrics.report(server("hello"), plan(RotationPhase.WAITING_FOR_PODS, 2, Optional.of(NOON.minus(Duration.ofDays(3)))));
    metrics.refresh();
    assertThat(gauge("ollakeep.rotation.phase.age").value()).isEqualTo(Duration.ofDays(3).toSeconds());
    assertThat(gauge("ollakeep.rotation.pods.behind").value()).isEqualTo(2);
    clock.now = NOON.minus(Duration.ofDays(4));
    metrics.refresh();
    assertThat(gauge("ollakeep.rotation.phase.age").value()).as("when the clock has gone back").isZero();
  }

  @Test
  void whereNothingWasEverWrittenRestIsAsOldAsTheFirstLook() {
    metrics.report(server("hello"), plan(RotationPhase.STABLE, 0, Optional.empty()));
    clock.now = NOON.plusSeconds(40);
    metrics.refresh();
    assertThat(gauge("ollakeep.rotation.phase.age").value()).isEqualTo(40);
  }

  @Test
  void aServerThatIsGoneLeavesNothing() {
    for (var name : List.of("hello", "other")) {
      metrics.report(server(name), plan(RotationPhase.STABLE, 0, Optional.empty()));
      metrics.count(server(name), List.of(
          new RotationTally("Scheduled", "Started"), new RevocationTally(Revocation.SUSPENDED)));
    }
    exists = server -> server.getName().equals("other");
    metrics.refresh();
    assertThat(registry.getMeters()).hasSize(RotationPhase.values().length + 4)
        .allSatisfy(meter -> assertThat(meter.getId().getTag("name")).isEqualTo("other"));
    exists = any -> false;
    metrics.refresh();
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void serversOfThePastAreForgottenThoughNobodyReadsTheNumbers() {
    exists = server -> server.getName().equals("hello");
    for (int i = 0; i <= 1_000; i++) {
      var name = i == 0 ? "hello" : "gone-" + i;
      metrics.count(server(name), List.of(new RotationTally("Scheduled", "Started")));
      metrics.report(server(name), plan(RotationPhase.STABLE, 0, Optional.empty()));
    }

    assertThat(registry.getMeters()).singleElement().satisfies(meter -> assertThat(meter.getId().getTag("name")).isEqualTo("hello"));
  }

  private Gauge gauge(String name) {
    return registry.get(name).tag("namespace", "ai").tag("name", "hello").gauge();
  }

  private static OllamaServer server(String name) {
    var server = new OllamaServer();
    server.setMetadata(new ObjectMetaBuilder().withName(name).withNamespace("ai").build());
    return server;
  }

  private static Plan plan(RotationPhase phase, int podsBehind, Optional<Instant> since) {
    var rotation = new RotationState(phase, since, podsBehind);
    return new Plan(
        List.of(), Optional.empty(), rotation, List.of(), NOTHING_FOUND, OllamaServerStatus.empty(), Optional.empty());
  }

  private static final class SettableClock extends Clock {

    private Instant now = NOON;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}

package dev.ollakeep.operator.reconcile;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.credentials.RotationPhase;
import dev.ollakeep.operator.credentials.RotationTally;
import dev.ollakeep.operator.plan.Plan;
import dev.ollakeep.operator.status.ConditionType;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Rotations in numbers, for Prometheus.
 *
 * <p>Labels are names of servers and words of closed lists, never users or secrets. What belongs to a server that is gone
 * disappears at the next look.
 */
final class RotationMetrics {

  private static final String ROTATIONS = "ollakeep.rotations";

  /** What was last known of a server. */
  private record Standing(RotationPhase phase, Instant since, int podsBehind) {}

  private final MeterRegistry registry;
  private final Clock clock;
  private final MultiGauge phase;
  private final MultiGauge age;
  private final MultiGauge behind;
  private final Map<ResourceID, Standing> servers = new ConcurrentHashMap<>();
  private final Map<ResourceID, Set<Meter.Id>> counters = new ConcurrentHashMap<>();

  RotationMetrics(MeterRegistry registry, Clock clock) {
    this.registry = registry;
    this.clock = clock;
    this.phase = MultiGauge.builder("ollakeep.rotation.phase")
        .description("1 for the phase of the least advanced rotation of a server, 0 for the others").register(registry);
    this.age = MultiGauge.builder("ollakeep.rotation.phase.age").baseUnit("seconds")
        .description("How long a server has been in that phase").register(registry);
    this.behind = MultiGauge.builder("ollakeep.rotation.pods.behind")
        .description("Pods of a server that have not confirmed its newest credentials").register(registry);
  }

  /** Notes where a server stands. */
  void report(OllamaServer server, Plan plan) {
    var now = plan.rotation();
    servers.compute(ResourceID.fromResource(server), (id, before) ->
        new Standing(now.phase(), since(before, plan), now.podsBehind()));
  }

  /** Counts what a step did that was carried out. */
  void count(OllamaServer server, List<RotationTally> done) {
    var id = ResourceID.fromResource(server);
    for (var tally : done) {
      var counter = registry.counter(ROTATIONS, tags(id).and("trigger", tally.trigger(), "outcome", tally.outcome()));
      counter.increment();
      counters.computeIfAbsent(id, any -> ConcurrentHashMap.newKeySet()).add(counter.getId());
    }
  }

  /** Brings all series up to date; those of servers that do not exist any more go. */
  synchronized void refresh(Predicate<ResourceID> exists) {
    servers.keySet().removeIf(exists.negate());
    counters.entrySet().removeIf(entry -> {
      var gone = !exists.test(entry.getKey());
      if (gone) {
        entry.getValue().forEach(registry::remove);
      }
      return gone;
    });
    var phases = new ArrayList<MultiGauge.Row<?>>();
    var ages = new ArrayList<MultiGauge.Row<?>>();
    var lagging = new ArrayList<MultiGauge.Row<?>>();
    servers.forEach((id, standing) -> {
      for (var each : RotationPhase.values()) {
        phases.add(MultiGauge.Row.of(tags(id).and("phase", each.reason().text()), each == standing.phase() ? 1 : 0));
      }
      ages.add(MultiGauge.Row.of(tags(id), Math.max(0, Duration.between(standing.since(), clock.instant()).toSeconds())));
      lagging.add(MultiGauge.Row.of(tags(id), standing.podsBehind()));
    });
    phase.register(phases, true);
    age.register(ages, true);
    behind.register(lagging, true);
  }

  /** What began before this process is as old as its condition says: an operator that was away must not make it young. */
  private Instant since(Standing before, Plan plan) {
    if (before != null) {
      return before.phase() == plan.rotation().phase() ? before.since() : clock.instant();
    }
    return plan.status().conditions().stream()
        .filter(condition -> condition.type().equals(ConditionType.CREDENTIALS_ROTATED.text()))
        .map(condition -> instant(condition.lastTransitionTime()))
        .findFirst()
        .orElseGet(clock::instant);
  }

  private Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return clock.instant();
    }
  }

  private static Tags tags(ResourceID id) {
    return Tags.of("namespace", id.getNamespace().orElse(""), "name", id.getName());
  }
}

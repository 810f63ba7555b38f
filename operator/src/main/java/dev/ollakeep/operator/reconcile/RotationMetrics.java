package dev.ollakeep.operator.reconcile;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.credentials.RevocationTally;
import dev.ollakeep.operator.credentials.RotationPhase;
import dev.ollakeep.operator.credentials.RotationTally;
import dev.ollakeep.operator.credentials.Tally;
import dev.ollakeep.operator.plan.Plan;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
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

  private static final String REVOCATIONS = "ollakeep.revocations";

  /** So many servers are not worth a look at which of them are gone. */
  private static final int FEW = 1_000;

  /** What was last known of a server. */
  private record Standing(RotationPhase phase, Instant since, int podsBehind) {}

  private final MeterRegistry registry;
  private final Clock clock;
  private final Predicate<ResourceID> exists;
  private final MultiGauge phase;
  private final MultiGauge age;
  private final MultiGauge behind;
  private final Map<ResourceID, Standing> servers = new ConcurrentHashMap<>();
  private final Map<ResourceID, Set<Meter.Id>> counters = new ConcurrentHashMap<>();
  private volatile int most = FEW;

  /** Asks {@code exists} which servers there still are. */
  RotationMetrics(MeterRegistry registry, Clock clock, Predicate<ResourceID> exists) {
    this.registry = registry;
    this.clock = clock;
    this.exists = exists;
    this.phase = MultiGauge.builder("ollakeep.rotation.phase")
        .description("1 for the phase of the least advanced rotation of a server, 0 for the others").register(registry);
    this.age = MultiGauge.builder("ollakeep.rotation.phase.age").baseUnit("seconds")
        .description("Time since the first user of a server came into that phase").register(registry);
    this.behind = MultiGauge.builder("ollakeep.rotation.pods.behind")
        .description("Pods of a server that have not confirmed its newest credentials").register(registry);
  }

  /** Notes where a server stands. */
  void report(OllamaServer server, Plan plan) {
    var now = plan.rotation();
    servers.put(ResourceID.fromResource(server), new Standing(now.phase(), now.since().orElseGet(clock::instant), now.podsBehind()));
    if (servers.size() > most) {
      forgetGone();
      most = Math.max(FEW, 2 * servers.size());
    }
  }

  /** Where nobody reads the numbers, servers that came and went must not fill the memory either. */
  private synchronized void forgetGone() {
    servers.keySet().removeIf(exists.negate());
    counters.entrySet().removeIf(entry -> {
      var gone = !exists.test(entry.getKey());
      if (gone) {
        entry.getValue().forEach(registry::remove);
      }
      return gone;
    });
  }

  /** Counts what a step did that was carried out. */
  void count(OllamaServer server, List<Tally> done) {
    var id = ResourceID.fromResource(server);
    for (var tally : done) {
      var counter = counter(tags(id), tally);
      counter.increment();
      counters.computeIfAbsent(id, any -> ConcurrentHashMap.newKeySet()).add(counter.getId());
    }
  }

  private Counter counter(Tags server, Tally tally) {
    if (tally instanceof RotationTally rotation) {
      return Counter.builder(ROTATIONS).description("New secrets, one for each user")
          .tags(server.and("trigger", rotation.trigger(), "outcome", rotation.outcome())).register(registry);
    }
    return Counter.builder(REVOCATIONS).description("Secrets that were taken away from the proxies, one for each user")
        .tags(server.and("reason", ((RevocationTally) tally).reason().text())).register(registry);
  }

  /** Brings all series up to date; those of servers that do not exist any more go. */
  synchronized void refresh() {
    forgetGone();
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

  private static Tags tags(ResourceID id) {
    return Tags.of("namespace", id.getNamespace().orElse(""), "name", id.getName());
  }
}

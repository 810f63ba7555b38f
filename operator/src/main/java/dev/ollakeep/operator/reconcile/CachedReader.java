package dev.ollakeep.operator.reconcile;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.plan.Seen;
import dev.ollakeep.operator.resources.Child;
import dev.ollakeep.operator.resources.Names;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Reads caches first, and the API server for what they do not hold.
 *
 * <p>What the server said is absent is believed for a while, once for each generation of the resource, so that an idle server
 * costs no calls. Nothing is created on that belief: {@link Applier} and credential writes ask again.
 */
final class CachedReader {

  private static final Duration ABSENCE_BELIEVED = Duration.ofMinutes(10);
  private static final int SERVERS_REMEMBERED = 10_000;

  private final OwnedKinds kinds;
  private final LiveReader live;
  private final Clock clock;
  private final RecentMemory<String, Map<String, Instant>> absences = new RecentMemory<>(SERVERS_REMEMBERED);

  CachedReader(OwnedKinds kinds, LiveReader live, Clock clock) {
    this.kinds = kinds;
    this.live = live;
    this.clock = clock;
  }

  Seen<HasMetadata> child(OllamaServer server, Child child) {
    var id = new ResourceID(child.name(Names.of(server)), server.getMetadata().getNamespace());
    return orAsk(server, child.type(), id, kinds.child(child, id));
  }

  Seen<Secret> secret(OllamaServer server, String name) {
    var id = new ResourceID(name, server.getMetadata().getNamespace());
    return orAsk(server, Secret.class, id, kinds.secret(id));
  }

  List<Secret> secretsOf(OllamaServer server) {
    return List.copyOf(kinds.secretsOf(server));
  }

  List<Pod> podsOf(OllamaServer server) {
    return List.copyOf(kinds.podsOf(server));
  }

  void watchCertificates(Context<OllamaServer> context) {
    kinds.watchCertificates(context);
  }

  void forgetAbsences(OllamaServer server) {
    absences.forget(server.getMetadata().getUid());
  }

  private <T extends HasMetadata> Seen<T> orAsk(
      OllamaServer server, Class<? extends T> type, ResourceID id, Optional<T> cached) {
    return cached.map(Seen::present).orElseGet(() -> absent(server, type.getSimpleName() + "/" + id.getName(), () -> {
      Seen<? extends T> seen = live.get(type, id);
      return seen instanceof Seen.Unknown<? extends T> unknown
          ? Seen.unknown(unknown.why())
          : seen.ifPresent().<Seen<T>>map(Seen::present).orElseGet(Seen::absent);
    }));
  }

  private <T> Seen<T> absent(OllamaServer server, String what, Supplier<Seen<T>> question) {
    var uid = server.getMetadata().getUid();
    var generation = server.getMetadata().getGeneration() + "/";
    var key = generation + what;
    if (absences.get(uid).map(it -> it.get(key)).filter(until -> until.isAfter(clock.instant())).isPresent()) {
      return Seen.absent();
    }
    var answer = question.get();
    var believed = new TreeMap<>(absences.get(uid).orElse(Map.of()));
    believed.keySet().removeIf(it -> !it.startsWith(generation));
    if (answer.isAbsent()) {
      believed.put(key, clock.instant().plus(ABSENCE_BELIEVED));
    }
    absences.put(uid, believed);
    return answer;
  }
}

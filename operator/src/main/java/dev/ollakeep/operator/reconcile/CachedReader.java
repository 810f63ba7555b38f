package dev.ollakeep.operator.reconcile;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.memory.RecentMemory;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.names.Names;
import dev.ollakeep.operator.observed.Seen;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads caches first, and the API server for what they do not hold.
 *
 * <p>What the server said is absent is believed for a while, once for each generation of the resource, so that an idle server
 * costs no calls. No object is created on that belief alone: {@link Applier} asks again, and a credential is created by a call
 * that fails when there is an object of that name.
 */
final class CachedReader {

  private static final int SERVERS_REMEMBERED = 10_000;
  private static final int OBJECTS_REMEMBERED = 1_000;

  private final OwnedKinds kinds;
  private final LiveReader live;
  private final Clock clock;
  private final RecentMemory<String, Map<String, Instant>> absences = new RecentMemory<>(SERVERS_REMEMBERED);
  private final RecentMemory<String, HasMetadata> answered = new RecentMemory<>(OBJECTS_REMEMBERED);

  CachedReader(OwnedKinds kinds, LiveReader live, Clock clock) {
    this.kinds = kinds;
    this.live = live;
    this.clock = clock;
  }

  /** The child, whoever owns it; never an older one than before, or what has become of it would be told twice. */
  Seen<HasMetadata> child(OllamaServer server, Child child, Freshness freshness) {
    var id = id(server, child.name(Names.of(server)));
    var known = kinds.child(child, id);
    if (known.isPresent()) {
      return Seen.present(newest(known.get()));
    }
    Seen<HasMetadata> answer = askOnce(server, child.type(), id, freshness);
    answer.ifPresent().ifPresent(this::answered);
    return answer;
  }

  /** The API server has answered with this object, to a question or to a write: no cache may make it older, or it were written again. */
  void answered(HasMetadata object) {
    answered.put(object.getMetadata().getUid(), object);
  }

  /** A watch that is late tells of what an object was before the API server answered with it. */
  @SuppressWarnings("unchecked")
  private <T extends HasMetadata> T newest(T cached) {
    var uid = cached.getMetadata().getUid();
    var newer = answered.get(uid).filter(it -> ResourceVersion.of(it).isNewerThan(ResourceVersion.of(cached)));
    if (newer.isEmpty()) {
      answered.forget(uid);
    }
    return newer.map(object -> (T) object).orElse(cached);
  }

  /** A child that the server does not call for, if it is ours: what is not in the cache of ours is not. */
  Seen<HasMetadata> leftover(OllamaServer server, Child child, Freshness freshness) {
    return kinds.watches(child)
        ? kinds.child(child, id(server, child.name(Names.of(server)))).map(Seen::present).orElseGet(Seen::absent)
        : child(server, child, freshness);
  }

  Seen<Secret> secret(OllamaServer server, String name, Freshness freshness) {
    var id = id(server, name);
    var known = freshness.live() ? Optional.<Secret>empty() : kinds.secret(id);
    return known.map(Seen::present).orElseGet(() -> askOnce(server, Secret.class, id, freshness));
  }

  List<Secret> secretsOf(OllamaServer server) {
    return List.copyOf(kinds.secretsOf(server));
  }

  List<Pod> podsOf(OllamaServer server) {
    return kinds.podsOf(server).stream().map(this::newest).toList();
  }

  void watch(Child child, Context<OllamaServer> context) {
    kinds.watch(child, context);
  }

  void forgetAbsences(OllamaServer server) {
    absences.forget(server.getMetadata().getUid());
  }

  /** Once, as long as the answer is that there is none. */
  private <T extends HasMetadata> Seen<T> askOnce(
      OllamaServer server, Class<? extends T> type, ResourceID id, Freshness freshness) {
    var uid = server.getMetadata().getUid();
    var generation = server.getMetadata().getGeneration() + "/";
    var key = generation + type.getSimpleName() + "/" + id.getName();
    var now = clock.instant();
    if (absences.get(uid).map(it -> it.get(key)).filter(asked -> freshness.covers(asked, now)).isPresent()) {
      return Seen.absent();
    }
    Seen<T> answer = ask(type, id);
    var believed = new TreeMap<>(absences.get(uid).orElse(Map.of()));
    believed.keySet().removeIf(it -> !it.startsWith(generation) || it.equals(key));
    if (answer.isAbsent()) {
      believed.put(key, now);
    }
    absences.put(uid, believed);
    return answer;
  }

  private <T extends HasMetadata> Seen<T> ask(Class<? extends T> type, ResourceID id) {
    Seen<? extends T> seen = live.get(type, id);
    return seen instanceof Seen.Unknown<? extends T> unknown
        ? Seen.unknown(unknown.why())
        : seen.ifPresent().<Seen<T>>map(Seen::present).orElseGet(Seen::absent);
  }

  private static ResourceID id(OllamaServer server, String name) {
    return new ResourceID(name, server.getMetadata().getNamespace());
  }
}

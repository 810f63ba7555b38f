package dev.ollakeep.operator.reconcile;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.credentials.Propagation;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.names.Names;
import dev.ollakeep.operator.observed.Cluster;
import dev.ollakeep.operator.observed.Needs;
import dev.ollakeep.operator.observed.Observed;
import dev.ollakeep.operator.observed.Seen;
import dev.ollakeep.operator.probe.PodProbe;
import dev.ollakeep.operator.resources.ProxyConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Sees one server and what is around it.
 *
 * <p>From the caches when nothing is about to change; what a credential write will rest on is read from the API server.
 */
final class Observer {

  private final CachedReader cached;
  private final LiveReader live;
  private final ClusterObserver cluster;
  private final PodProbe probe;
  private final PodEvents events;
  private final Memories memories;

  Observer(Readers readers, ClusterObserver cluster, Pods pods, Memories memories) {
    this.cached = readers.cached();
    this.live = readers.live();
    this.cluster = cluster;
    this.probe = pods.probe();
    this.events = pods.events();
    this.memories = memories;
  }

  /** Both ways to read. */
  record Readers(CachedReader cached, LiveReader live) {}

  /** The ways to learn of pods what their objects do not say. */
  record Pods(PodProbe probe, PodEvents events) {}

  /** What became of the operator's writes. */
  record Memories(Contests ofChildren, SecretContests ofSecrets) {}

  /** Everything a plan needs, at this moment. */
  Observed observe(OllamaServer server, Context<OllamaServer> context, Freshness freshness) {
    var around = cluster.observe(server);
    around.kinds().arrived().forEach(child -> cached.watch(child, context));
    var needs = Needs.of(server);
    var children = children(server, needs, around, freshness);
    var secrets = secrets(server, needs, freshness);
    var wanted = wanted(server, children, secrets);
    var pods = probe.look(pods(server, children.get(Child.DEPLOYMENT), freshness), wanted).stream()
        .map(seen -> seen.with(events.of(seen.pod())))
        .toList();
    return new Observed(children, secrets, claim(server), pods, around, probe.serverVersion(pods),
        memories.ofChildren().look(context, children), memories.ofSecrets().look(server, secrets, freshness));
  }

  /** Asks the API server again for what was found absent: something has changed. */
  void forgetAbsences(OllamaServer server) {
    cached.forgetAbsences(server);
  }

  private Map<Child, Seen<HasMetadata>> children(OllamaServer server, Needs needs, Cluster around, Freshness freshness) {
    var children = new EnumMap<Child, Seen<HasMetadata>>(Child.class);
    for (var child : Child.values()) {
      children.put(child, around.kinds().see(child, () -> needs.children().contains(child)
          ? cached.child(server, child, freshness)
          : cached.leftover(server, child, freshness)));
    }
    return children;
  }

  private Map<String, Seen<Secret>> secrets(OllamaServer server, Needs needs, Freshness freshness) {
    var secrets = new TreeMap<String, Seen<Secret>>();
    var own = freshness.live() ? live.secretsOf(ResourceID.fromResource(server)) : cached.secretsOf(server);
    own.forEach(secret -> secrets.put(secret.getMetadata().getName(), Seen.present(secret)));
    for (var name : namesOf(needs)) {
      secrets.computeIfAbsent(name, it -> cached.secret(server, name, freshness));
    }
    return secrets;
  }

  /** Where there is no Deployment nobody makes pods; listing them takes the API server 0.1 s when no pod changes anywhere. */
  private List<Pod> pods(OllamaServer server, Seen<HasMetadata> deployment, Freshness freshness) {
    return freshness.live() && !deployment.isAbsent() ? live.podsOf(ResourceID.fromResource(server)) : cached.podsOf(server);
  }

  private Seen<PersistentVolumeClaim> claim(OllamaServer server) {
    var name = server.getSpec().storage().claimName();
    return name.isEmpty()
        ? Seen.absent()
        : live.get(PersistentVolumeClaim.class, new ResourceID(name, server.getMetadata().getNamespace()));
  }

  private static PodProbe.Wanted wanted(
      OllamaServer server, Map<Child, Seen<HasMetadata>> children, Map<String, Seen<Secret>> secrets) {
    var names = Names.of(server);
    var revision = secrets.get(names.proxyAuth()).ifPresent().map(Propagation::revisionIn);
    var config = children.get(Child.PROXY_CONFIG).ifPresent().map(ConfigMap.class::cast);
    return new PodProbe.Wanted(revision.orElse(0L), config.map(ProxyConfigMap::version).orElse(""),
        config.map(ProxyConfigMap::content).orElse(""));
  }

  private static SortedSet<String> namesOf(Needs needs) {
    var names = new TreeSet<String>();
    List.of(needs.own(), needs.sources(), needs.tls()).forEach(names::addAll);
    return names;
  }
}

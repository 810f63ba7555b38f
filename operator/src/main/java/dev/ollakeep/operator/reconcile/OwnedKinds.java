package dev.ollakeep.operator.reconcile;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.names.Labels;
import dev.ollakeep.operator.observed.Needs;
import dev.ollakeep.operator.observed.OptionalKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The caches: every kind that is watched, and which server an event of it concerns.
 *
 * <p>A cache holds only what carries our labels; that it does not hold an object never means that there is none.
 */
final class OwnedKinds {

  private static final Logger LOG = LoggerFactory.getLogger(OwnedKinds.class);
  private static final Duration WATCHED_AGAIN = Duration.ofMinutes(2);
  private static final String BY_SOURCE = "servers-by-source-secret";

  private final Set<Child> optional;
  private final Map<Child, InformerEventSource<? extends HasMetadata, OllamaServer>> children = new ConcurrentHashMap<>();
  private final Map<Child, Long> endedAt = new EnumMap<>(Child.class);
  private InformerEventSource<Secret, OllamaServer> ownSecrets;
  private InformerEventSource<Secret, OllamaServer> sourceSecrets;
  private InformerEventSource<Pod, OllamaServer> pods;
  private volatile Cache<OllamaServer> servers;

  OwnedKinds(List<OptionalKind> optional) {
    this.optional = optional.stream().map(OptionalKind::child).collect(Collectors.toUnmodifiableSet());
  }

  /** Makes the event sources; optional kinds follow when the cluster has them. */
  List<EventSource<?, OllamaServer>> eventSources(EventSourceContext<OllamaServer> context) {
    for (var child : Child.values()) {
      if (!optional.contains(child)) {
        children.put(child, labelled(child.type(), child.component(), context));
      }
    }
    servers = context.getPrimaryCache();
    ownSecrets = labelled(Secret.class, "own-secrets", context);
    pods = labelled(Pod.class, "pods", context);
    sourceSecrets = sources(context);
    var all = new ArrayList<EventSource<?, OllamaServer>>(children.values());
    all.addAll(List.of(ownSecrets, pods, sourceSecrets));
    return all;
  }

  /** The server is there, as far as the watch has told; before there is one, none is. */
  boolean exists(ResourceID server) {
    return servers != null && servers.get(server).isPresent();
  }

  /** Servers are served without a watch of this type, too. */
  boolean isOptional(Class<?> type) {
    return optional.stream().anyMatch(child -> child.type() == type);
  }

  /**
   * Watches a child of an optional kind from now on; safe to repeat. Without the permission, or when the kind goes away again, servers
   * are served all the same: what the cache does not hold is asked of the API server.
   */
  synchronized void watch(Child child, Context<OllamaServer> context) {
    if (children.containsKey(child) || hasJustEnded(child)) {
      return;
    }
    var name = child.component();
    var retriever = context.eventSourceRetriever();
    retriever.dynamicallyDeRegisterEventSource(name);
    try {
      var source = labelled(child.type(), name, retriever.eventSourceContextForDynamicRegistration());
      retriever.dynamicallyRegisterEventSource(source);
      children.put(child, source);
    } catch (RuntimeException failure) {
      LOG.warn("{} cannot be watched and are asked for one by one: may the operator list and watch them?",
          HasMetadata.getFullResourceName(child.type()));
      hasEnded(child);
    }
  }

  private boolean hasJustEnded(Child child) {
    return endedAt.containsKey(child) && System.nanoTime() - endedAt.get(child) < WATCHED_AGAIN.toNanos();
  }

  /** The watch of an optional kind has ended; it is tried again after a while. */
  synchronized void forget(Class<?> type) {
    optional.stream().filter(child -> child.type() == type).forEach(this::hasEnded);
  }

  private void hasEnded(Child child) {
    children.remove(child);
    endedAt.put(child, System.nanoTime());
  }

  /** The child as the cache has it; never to be changed. */
  Optional<HasMetadata> child(Child child, ResourceID id) {
    return Optional.ofNullable(children.get(child)).flatMap(source -> source.get(id)).map(HasMetadata.class::cast);
  }

  /** Whether what carries our labels is in the cache; optional kinds are not always watched. */
  boolean watches(Child child) {
    return children.containsKey(child);
  }

  /** A Secret of ours, or a labelled source. */
  Optional<Secret> secret(ResourceID id) {
    return ownSecrets.get(id).or(() -> sourceSecrets.get(id));
  }

  Collection<Secret> secretsOf(OllamaServer server) {
    return ownSecrets.getSecondaryResources(server);
  }

  Collection<Pod> podsOf(OllamaServer server) {
    return pods.getSecondaryResources(server);
  }

  private static <R extends HasMetadata> InformerEventSource<R, OllamaServer> labelled(
      Class<R> type, String name, EventSourceContext<OllamaServer> context) {
    var configuration = InformerEventSourceConfiguration.from(type, OllamaServer.class)
        .withName(name)
        .withNamespacesInheritedFromController()
        .withLabelSelector(Labels.SERVER)
        .withSecondaryToPrimaryMapper(OwnedKinds::serverOf)
        .build();
    return new InformerEventSource<>(configuration, context);
  }

  /** By label, not by owner: an object that lost its owner reference must still wake its server. */
  private static Set<ResourceID> serverOf(HasMetadata object) {
    var server = object.getMetadata().getLabels().get(Labels.SERVER);
    return Set.of(new ResourceID(server, object.getMetadata().getNamespace()));
  }

  private static InformerEventSource<Secret, OllamaServer> sources(EventSourceContext<OllamaServer> context) {
    var servers = context.getPrimaryCache();
    servers.addIndexer(BY_SOURCE, server -> Needs.of(server).sources().stream()
        .map(name -> key(server.getMetadata().getNamespace(), name))
        .toList());
    var configuration = InformerEventSourceConfiguration.from(Secret.class, OllamaServer.class)
        .withName("source-secrets")
        .withNamespacesInheritedFromController()
        .withLabelSelector(Labels.AUTH_SOURCE + "=true")
        .withSecondaryToPrimaryMapper(secret -> servers
            .byIndex(BY_SOURCE, key(secret.getMetadata().getNamespace(), secret.getMetadata().getName()))
            .stream()
            .map(ResourceID::fromResource)
            .collect(Collectors.toSet()))
        .withPrimaryToSecondaryMapper((OllamaServer server) -> Needs.of(server).sources().stream()
            .map(name -> new ResourceID(name, server.getMetadata().getNamespace()))
            .collect(Collectors.toSet()))
        .build();
    return new InformerEventSource<>(configuration, context);
  }

  private static String key(String namespace, String name) {
    return namespace + "/" + name;
  }
}

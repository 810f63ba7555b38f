package dev.ollakeep.testing.player;

import dev.ollakeep.testing.SeenOrGone;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deployment and ReplicaSet controllers: look at one Deployment, do one step, look again when something changed.
 *
 * <p>It reads the API server and no cache: a Pod it has just made is never made twice.
 */
final class DeploymentLoop implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DeploymentLoop.class);
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
  private static final Duration RETRY = Duration.ofMillis(500);

  private final KubernetesClient client;
  private final Scheduler scheduler;
  private final Set<String> namespaces;
  private final Set<Key> waiting = ConcurrentHashMap.newKeySet();
  private final List<SharedIndexInformer<Deployment>> informers = new ArrayList<>();
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
    Thread worker = new Thread(task, "deployments");
    worker.setDaemon(true);
    return worker;
  });

  private record Key(String namespace, String name) { }

  DeploymentLoop(Scheduler scheduler, Set<String> namespaces) {
    this.client = scheduler.client();
    this.scheduler = scheduler;
    this.namespaces = namespaces;
  }

  void start() {
    var events = new SeenOrGone<Deployment>(this::look, this::look);
    if (namespaces.isEmpty()) {
      informers.add(client.apps().deployments().inAnyNamespace().inform(events));
    }
    namespaces.forEach(namespace -> informers.add(client.apps().deployments().inNamespace(namespace).inform(events)));
  }

  /** A Pod's name begins with its ReplicaSet's, whose name is the Deployment's and a hash. */
  void podChanged(Pod pod) {
    pod.getMetadata().getOwnerReferences().stream().filter(owner -> owner.getKind().equals("ReplicaSet")).forEach(owner ->
      look(pod.getMetadata().getNamespace(), owner.getName().substring(0, owner.getName().lastIndexOf('-')), Duration.ZERO));
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::close);
    thread.shutdownNow();
  }

  private void look(String namespace, String name, Duration delay) {
    Key key = new Key(namespace, name);
    if (!thread.isShutdown() && (!delay.isZero() || waiting.add(key))) {
      thread.schedule(() -> step(key), delay.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void step(Key key) {
    waiting.remove(key);
    try {
      Deployment deployment = client.apps().deployments().inNamespace(key.namespace()).withName(key.name()).get();
      if (deployment == null) {
        collect(key);
      } else if (deployment.getMetadata().getDeletionTimestamp() == null) {
        advance(deployment);
      }
    } catch (RuntimeException e) {
      if (!thread.isShutdown()) {
        LOG.warn("Deployment {} is looked at again: {}", key.name(), e.getMessage());
        look(key.namespace(), key.name(), RETRY);
      }
    }
  }

  private void advance(Deployment deployment) {
    DeploymentObjects objects = new DeploymentObjects(deployment);
    String namespace = deployment.getMetadata().getNamespace();
    List<ReplicaSet> sets = client.apps().replicaSets().inNamespace(namespace)
      .withLabelSelector(deployment.getSpec().getSelector()).list().getItems().stream()
      .filter(set -> DeploymentObjects.isControlledBy(set, deployment)).toList();
    ReplicaSet current = sets.stream().filter(set -> hash(set.getMetadata()).equals(objects.hash())).findFirst()
      .orElseGet(() -> client.resource(objects.replicaSet(nextRevision(sets))).create());
    List<Pod> pods = client.pods().inNamespace(namespace).withLabelSelector(deployment.getSpec().getSelector()).list().getItems()
      .stream().filter(pod -> isOf(pod, current) || sets.stream().anyMatch(set -> isOf(pod, set))).toList();
    List<Rollout.PodFact> facts = pods.stream().map(DeploymentLoop::fact).toList();
    Rollout.Step step = objects.rollout().next(facts);
    boolean someWait = scheduler.placeWaiting(pods);
    Optional<String> refusal = Optional.empty();
    for (int i = 0; i < step.create() && refusal.isEmpty(); i++) {
      Scheduler.Outcome outcome = scheduler.create(DeploymentObjects.pod(current));
      refusal = outcome.refusal();
      someWait |= !outcome.placed();
    }
    step.delete().forEach(name -> client.pods().inNamespace(namespace).withName(name).delete());
    if (someWait) {
      // Of a Pod without a node no watch tells here.
      look(namespace, deployment.getMetadata().getName(), RETRY);
    }
    recordScale(current, sets, facts, step);
    report(deployment, current, new DeploymentStatusReport(deployment, objects.rollout(), facts, refusal));
  }

  /** ReplicaSets are steps of a history here, not controllers of their own: their numbers follow. */
  private void recordScale(ReplicaSet current, List<ReplicaSet> sets, List<Rollout.PodFact> pods, Rollout.Step step) {
    List<ReplicaSet> all = new ArrayList<>(sets);
    if (!all.contains(current)) {
      all.add(current);
    }
    for (ReplicaSet set : all) {
      String hash = hash(set.getMetadata());
      List<Rollout.PodFact> live = pods.stream()
        .filter(pod -> pod.hash().equals(hash) && !pod.terminating() && !step.delete().contains(pod.name())).toList();
      int replicas = live.size() + (set == current ? step.create() : 0);
      var resource = client.apps().replicaSets().inNamespace(set.getMetadata().getNamespace()).withName(set.getMetadata().getName());
      if (set.getSpec().getReplicas() != replicas) {
        resource.patch(MERGE, "{\"spec\":{\"replicas\":" + replicas + "}}");
      }
      int ready = (int) live.stream().filter(Rollout.PodFact::available).count();
      boolean stale = set.getStatus() == null || set.getStatus().getReplicas() == null || set.getStatus().getReplicas() != live.size()
        || (set.getStatus().getReadyReplicas() == null ? 0 : set.getStatus().getReadyReplicas()) != ready;
      if (stale) {
        resource.subresource("status").patch(MERGE, Serialization.asJson(Map.of("status",
          Map.of("replicas", live.size(), "readyReplicas", ready, "availableReplicas", ready))));
      }
    }
  }

  private void report(Deployment deployment, ReplicaSet current, DeploymentStatusReport report) {
    String namespace = deployment.getMetadata().getNamespace();
    String name = deployment.getMetadata().getName();
    var resource = client.apps().deployments().inNamespace(namespace).withName(name);
    DeploymentStatus status = report.status(Instant.now());
    if (!status.equals(deployment.getStatus())) {
      resource.subresource("status").patch(MERGE, Serialization.asJson(Map.of("status", status)));
    }
    if (DeploymentObjects.revision(deployment) != DeploymentObjects.revision(current)) {
      resource.patch(MERGE, Serialization.asJson(Map.of("metadata", Map.of("annotations",
        Map.of(DeploymentObjects.REVISION, String.valueOf(DeploymentObjects.revision(current)))))));
    }
    report.deadline(status).ifPresent(deadline ->
      look(namespace, name, Duration.between(Instant.now(), deadline.plusSeconds(1))));
  }

  /** What a garbage collector would do when the Deployment is gone. */
  private void collect(Key key) {
    var sets = client.apps().replicaSets().inNamespace(key.namespace());
    sets.list().getItems().stream().filter(set -> isOwned(set.getMetadata(), "Deployment", key.name()))
      .forEach(set -> sets.withName(set.getMetadata().getName()).delete());
    var pods = client.pods().inNamespace(key.namespace());
    pods.list().getItems().stream()
      .filter(pod -> isOwned(pod.getMetadata(), "ReplicaSet", key.name() + "-" + hash(pod.getMetadata())))
      .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
      .forEach(pod -> pods.withName(pod.getMetadata().getName()).delete());
  }

  private static boolean isOwned(ObjectMeta object, String kind, String name) {
    return object.getOwnerReferences().stream().anyMatch(owner -> owner.getKind().equals(kind) && owner.getName().equals(name));
  }

  private static boolean isOf(Pod pod, ReplicaSet set) {
    return DeploymentObjects.isControlledBy(pod, set);
  }

  private static Rollout.PodFact fact(Pod pod) {
    boolean ready = pod.getStatus() != null && pod.getStatus().getConditions().stream()
      .anyMatch(condition -> condition.getType().equals("Ready") && condition.getStatus().equals("True"));
    return new Rollout.PodFact(pod.getMetadata().getName(), hash(pod.getMetadata()), ready,
      pod.getMetadata().getDeletionTimestamp() != null, Instant.parse(pod.getMetadata().getCreationTimestamp()));
  }

  private static String hash(ObjectMeta object) {
    return object.getLabels() == null ? "" : object.getLabels().getOrDefault(DeploymentObjects.HASH_LABEL, "");
  }

  private static long nextRevision(List<ReplicaSet> sets) {
    return 1 + sets.stream().mapToLong(DeploymentObjects::revision).max().orElse(0);
  }

  private void look(Deployment deployment) {
    look(deployment.getMetadata().getNamespace(), deployment.getMetadata().getName(), Duration.ZERO);
  }
}

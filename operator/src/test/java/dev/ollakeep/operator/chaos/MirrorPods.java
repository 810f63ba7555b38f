package dev.ollakeep.operator.chaos;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Deployment controller and kubelet of one namespace, as far as rotation sees them.
 *
 * <p>A volume is refreshed only after its pod was touched, and every pod takes a different time for it.
 */
final class MirrorPods implements AutoCloseable {

  private static final String TOUCH = "ollakeep.dev/touch";
  private static final String SERVER = "ollakeep.dev/server";
  private static final String TEMPLATE = "chaos/template";
  private static final int SLOWEST_MILLIS = 150;
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final KubernetesClient client;
  private final String namespace;
  private final Random random;
  private final Map<String, MirrorPod> running = new ConcurrentHashMap<>();
  private final Map<String, String> touched = new ConcurrentHashMap<>();
  private final ScheduledExecutorService thread;
  private final List<Watch> watches;
  private volatile int slowerMillis;

  MirrorPods(KubernetesClient client, String namespace, long seed) {
    this.client = client;
    this.namespace = namespace;
    this.random = new Random(seed);
    this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
      var worker = new Thread(task, "kubelet-" + namespace);
      worker.setDaemon(true);
      return worker;
    });
    this.watches = List.of(
        client.apps().deployments().inNamespace(namespace).watch(new Events<Deployment>(this::look)),
        client.pods().inNamespace(namespace).watch(new Events<Pod>(this::podChanged)));
  }

  /** From now on a volume is refreshed so much later. */
  void slowDown(int millis) {
    slowerMillis = millis;
  }

  /** What the proxies of all pods that can accept a login admit. */
  Collection<AuthFile> serving() {
    return running.values().stream().map(MirrorPod::auth).toList();
  }

  /** UIDs of the pods. */
  SortedSet<String> uids() {
    return new TreeSet<>(running.keySet());
  }

  private void look(Deployment changed) {
    later(0, () -> step(changed.getMetadata().getName()));
  }

  private void podChanged(Pod pod) {
    var annotations = pod.getMetadata().getAnnotations();
    var touch = annotations == null ? null : annotations.get(TOUCH);
    var uid = pod.getMetadata().getUid();
    if (touch != null && !touch.equals(touched.put(uid, touch))) {
      later(slowerMillis + 20 + random.nextInt(SLOWEST_MILLIS), () -> refresh(pod));
    }
  }

  private void refresh(Pod pod) {
    var mirror = running.get(pod.getMetadata().getUid());
    var server = pod.getMetadata().getLabels().get(SERVER);
    var auth = client.secrets().inNamespace(namespace).withName(server + "-proxy-auth").get();
    var config = client.configMaps().inNamespace(namespace).withName(server + "-proxy").get();
    if (mirror != null && auth != null && config != null) {
      mirror.mount(auth, config);
    }
  }

  private void step(String name) {
    var deployment = client.apps().deployments().inNamespace(namespace).withName(name).get();
    var pods = client.pods().inNamespace(namespace).withLabel(SERVER, name).list().getItems();
    if (deployment == null) {
      pods.forEach(this::stop);
      return;
    }
    if (givesUpUnfinished(pods)) {
      later(0, () -> step(name));
      return;
    }
    var template = Integer.toHexString(client.getKubernetesSerialization().asJson(deployment.getSpec().getTemplate()).hashCode());
    var fresh = pods.stream().filter(pod -> template.equals(pod.getMetadata().getAnnotations().get(TEMPLATE))).toList();
    if (fresh.size() < deployment.getSpec().getReplicas()) {
      if (!start(deployment, template)) {
        later(100, () -> step(name));
        return;
      }
      later(0, () -> step(name));
      return;
    }
    pods.stream().filter(pod -> !fresh.contains(pod)).forEach(this::stop);
    fresh.stream().skip(deployment.getSpec().getReplicas()).forEach(this::stop);
    report(deployment);
  }

  /** A call failed between its creation and its start: as it is, it would be waited for, for ever. */
  private boolean givesUpUnfinished(List<Pod> pods) {
    var unfinished = pods.stream().filter(pod -> pod.getStatus().getPodIP() == null).toList();
    unfinished.forEach(this::stop);
    return !unfinished.isEmpty();
  }

  /** As a kubelet does, it waits for the volumes. */
  private boolean start(Deployment deployment, String template) {
    var name = deployment.getMetadata().getName();
    var auth = client.secrets().inNamespace(namespace).withName(name + "-proxy-auth").get();
    var config = client.configMaps().inNamespace(namespace).withName(name + "-proxy").get();
    if (auth == null || config == null) {
      return false;
    }
    var wanted = deployment.getSpec().getTemplate();
    var pod = client.resource(new PodBuilder()
        .withNewMetadata()
        .withGenerateName(name + "-")
        .withNamespace(namespace)
        .withLabels(wanted.getMetadata().getLabels())
        .withAnnotations(wanted.getMetadata().getAnnotations())
        .addToAnnotations(TEMPLATE, template)
        .endMetadata()
        .withNewSpecLike(wanted.getSpec()).withNodeName("node").endSpec()
        .build()).create();
    var mirror = MirrorPod.start(auth, config);
    running.put(pod.getMetadata().getUid(), mirror);
    client.pods().inNamespace(namespace).withName(pod.getMetadata().getName()).subresource("status").patch(MERGE, """
        {"status": {"phase": "Running", "podIP": "%s",
          "conditions": [{"type": "Ready", "status": "True", "lastTransitionTime": "2026-01-01T00:00:00Z"}],
          "containerStatuses": [{"name": "proxy", "ready": true, "started": true, "restartCount": 0, "image": "", "imageID": "",
            "state": {"running": {"startedAt": "2026-01-01T00:00:00Z"}}}]}}
        """.formatted(mirror.address()));
    return true;
  }

  private void stop(Pod pod) {
    var mirror = running.remove(pod.getMetadata().getUid());
    if (mirror != null) {
      mirror.close();
    }
    client.pods().inNamespace(namespace).withName(pod.getMetadata().getName()).withGracePeriod(0).delete();
  }

  private void report(Deployment deployment) {
    var replicas = deployment.getSpec().getReplicas();
    var status = """
        {"status": {"observedGeneration": %d, "replicas": %d, "updatedReplicas": %d, "readyReplicas": %d, "availableReplicas": %d,
          "conditions": [{"type": "Available", "status": "True", "reason": "MinimumReplicasAvailable", "message": "available",
            "lastTransitionTime": "2026-01-01T00:00:00Z", "lastUpdateTime": "2026-01-01T00:00:00Z"}]}}
        """.formatted(deployment.getMetadata().getGeneration(), replicas, replicas, replicas, replicas);
    client.apps().deployments().inNamespace(namespace).withName(deployment.getMetadata().getName())
        .subresource("status").patch(MERGE, status);
  }

  private void later(int millis, Runnable task) {
    if (!thread.isShutdown()) {
      thread.schedule(() -> {
        try {
          task.run();
        } catch (KubernetesClientException raced) {
          later(100, task);
        } catch (RuntimeException defect) {
          // The executor would keep it to itself, and nobody would know why pods no longer follow.
          defect.printStackTrace();
          later(100, task);
        }
      }, millis, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void close() {
    watches.forEach(Watch::close);
    thread.shutdownNow();
    running.values().forEach(MirrorPod::close);
  }

  /** Hands every object of a watch on. */
  private record Events<T>(java.util.function.Consumer<T> changed) implements Watcher<T> {
    @Override
    public void eventReceived(Action action, T object) {
      changed.accept(object);
    }

    @Override
    public void onClose(WatcherException cause) {
      throw new IllegalStateException("the test's own watch has ended", cause);
    }
  }
}

package dev.ollakeep.operator.system;

import dev.ollakeep.testing.player.PlayedPod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Kills a proxy at every step of every rotation of a server: soon after the write, when the volumes of its pods are being swapped.
 *
 * <p>In turn the first process of the container dies, Nginx's master and one of its workers: each leaves something else behind.
 */
final class ProxyKiller implements ResourceEventHandler<Secret>, AutoCloseable {

  /** A volume follows 0.4 to 1 s after its pod was touched. */
  private static final int LATEST_MILLIS = 1_200;

  private final Site site;
  private final String server;
  private final Random random;
  private final Map<String, Integer> kills = new TreeMap<>();
  private final Set<ProcessHandle> processes = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final AutoCloseable watch;
  private int count;

  ProxyKiller(Site site, String server, Random random) {
    this.site = site;
    this.server = server;
    this.random = random;
    this.watch = site.client().secrets().inNamespace(site.namespace()).inform(this);
  }

  @Override
  public void onAdd(Secret secret) {
    if (isNamed(secret, "auth-next")) {
      kill("the journal is written");
    }
  }

  @Override
  public void onUpdate(Secret before, Secret now) {
    if (isNamed(now, "proxy-auth") && !before.getData().equals(now.getData())) {
      kill(Site.decoded(now, "htpasswd.previous").isBlank() ? "the old hashes are dropped" : "the new hashes are written");
    } else if (isNamed(now, "alice-credentials")) {
      kill("the new secret is published");
    }
  }

  @Override
  public void onDelete(Secret secret, boolean finalStateUnknown) {
    if (isNamed(secret, "auth-next")) {
      kill("the journal is deleted");
    }
  }

  private boolean isNamed(Secret secret, String name) {
    return secret.getMetadata().getName().equals(server + "-" + name);
  }

  private synchronized void kill(String step) {
    kills.merge(step, 1, Integer::sum);
    var pods = site.pods();
    var pod = pods.get(count % pods.size());
    var way = count++ / pods.size() % 3;
    thread.schedule(() -> kill(pod, way), random.nextInt(LATEST_MILLIS), TimeUnit.MILLISECONDS);
  }

  private void kill(PlayedPod pod, int way) {
    try {
      var master = ProcessHandle.of(Long.parseLong(Files.readString(pod.rootOf("proxy").resolve("run/ollakeep/nginx.pid")).strip()));
      master.stream().flatMap(process -> Stream.concat(Stream.of(process), process.children())).forEach(processes::add);
      var worker = master.flatMap(process -> process.children().findFirst());
      if (way == 0 || master.isEmpty() || worker.isEmpty()) {
        pod.kill("proxy");
      } else {
        (way == 1 ? master : worker).get().destroyForcibly();
      }
    } catch (IOException | NumberFormatException isStarting) {
      pod.kill("proxy");
    }
  }

  /** How often a proxy was killed after each step. */
  synchronized Map<String, Integer> kills() {
    return Map.copyOf(kills);
  }

  /** Masters and workers of proxies that were about to be killed: a worker outlives its master. */
  Set<ProcessHandle> processes() {
    return Set.copyOf(processes);
  }

  @Override
  public void close() throws Exception {
    watch.close();
    thread.shutdown();
    thread.awaitTermination(LATEST_MILLIS * 2L, TimeUnit.MILLISECONDS);
  }
}

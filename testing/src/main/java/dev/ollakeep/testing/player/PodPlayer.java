package dev.ollakeep.testing.player;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Controllers and one node in one object: Deployments become Pods, and Pods become processes of this machine.
 *
 * <p>Not played, since nothing here needs it: garbage collection beyond a deleted Deployment's own Pods, {@code minReadySeconds} and
 * {@code paused}, Services, {@code subPath}, {@code valueFrom}, gRPC probes, httpGet hooks. What would be silently wrong is refused.
 *
 * <p>It plays the Pods of its own node only, so several players share an API server as long as they do not share namespaces. Closing
 * it ends every process and leaves the objects, as a node does that loses its power; so does the end of this JVM, even by SIGKILL.
 */
public final class PodPlayer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PodPlayer.class);
  private static final int THREADS = 16;
  private static final long LONGEST_END_SECONDS = 10;

  private final String node = "player-" + UUID.randomUUID().toString().substring(0, 8);
  private final KubernetesClient client;
  private final Stage stage;
  private final DeploymentLoop deployments;
  private final Map<String, PodLife> lives = new ConcurrentHashMap<>();
  private final SharedIndexInformer<Pod> pods;

  /** What all Pods of a player share. */
  record Stage(PlayerSettings settings, PlayerHome home, ScheduledExecutorService scheduler) { }

  private PodPlayer(KubernetesClient client, PlayerSettings settings, PlayerHome home) {
    this.client = client;
    this.stage = new Stage(settings, home, Executors.newScheduledThreadPool(THREADS, task -> {
      Thread worker = new Thread(task, "pod-player");
      worker.setDaemon(true);
      return worker;
    }));
    this.deployments = new DeploymentLoop(new Scheduler(client, node, settings.surroundings()), settings.namespaces());
    this.pods = client.pods().inAnyNamespace().withField("spec.nodeName", node).inform(new PodEvents());
    deployments.start();
  }

  /**
   * Starts to play.
   *
   * @param client   must outlive the player
   * @param settings what and how
   */
  public static PodPlayer start(KubernetesClient client, PlayerSettings settings) {
    try {
      return new PodPlayer(client, settings, PlayerHome.create(settings.programs()));
    } catch (IOException e) {
      throw new UncheckedIOException("the player's directory cannot be made", e);
    }
  }

  /** The Pods that are being played now, those that end included, sorted by namespace and name. */
  public List<PlayedPod> pods() {
    return lives.values().stream().map(PlayedPod::new)
      .sorted(Comparator.comparing(PlayedPod::namespace).thenComparing(PlayedPod::name)).toList();
  }

  /** The Pods of one namespace. */
  public List<PlayedPod> pods(String namespace) {
    return pods().stream().filter(pod -> pod.namespace().equals(namespace)).toList();
  }

  /** What every container has printed since the start, ended Pods included. */
  public List<Path> logFiles() {
    try (Stream<Path> walk = Files.walk(stage.home().logs())) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends every process and removes the player's directory, the logs included. */
  @Override
  public void close() {
    deployments.close();
    pods.close();
    CompletableFuture<?>[] ends = lives.values().stream().map(PodLife::kill).toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(ends).completeOnTimeout(null, LONGEST_END_SECONDS, TimeUnit.SECONDS).join();
    stage.scheduler().shutdownNow();
    stage.home().close();
  }

  private void begin(Pod pod) {
    try {
      String log = pod.getMetadata().getNamespace() + "_" + pod.getMetadata().getName();
      PodSandbox sandbox = new PodSandbox(pod, LoopbackAddress.take(), stage.home().nextPod(), stage.home().logs().resolve(log));
      String uid = pod.getMetadata().getUid();
      PodLife life = new PodLife(new PodObject(client, pod), sandbox, stage, () -> lives.remove(uid));
      lives.put(uid, life);
      life.start();
    } catch (IOException e) {
      LOG.error("Pod {} cannot begin yet: {}", pod.getMetadata().getName(), e.getMessage());
      stage.scheduler().schedule(() -> begin(pod), 1, TimeUnit.SECONDS);
    }
  }

  private final class PodEvents implements ResourceEventHandler<Pod> {
    @Override
    public void onAdd(Pod pod) {
      begin(pod);
      deployments.podChanged(pod);
    }

    @Override
    public void onUpdate(Pod before, Pod now) {
      PodLife life = lives.get(now.getMetadata().getUid());
      if (life != null) {
        life.updated(now);
      }
      deployments.podChanged(now);
    }

    @Override
    public void onDelete(Pod pod, boolean finalStateUnknown) {
      PodLife life = lives.get(pod.getMetadata().getUid());
      if (life != null) {
        life.kill();
      }
      deployments.podChanged(pod);
    }
  }
}

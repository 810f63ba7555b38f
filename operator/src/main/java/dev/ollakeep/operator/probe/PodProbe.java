package dev.ollakeep.operator.probe;

import dev.ollakeep.operator.observed.PodSeen;
import dev.ollakeep.operator.observed.PodSeen.AttackAnswer;
import dev.ollakeep.operator.observed.PodSeen.AuthAnswer;
import dev.ollakeep.operator.observed.PodSeen.ConfigAnswer;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Asks pods which credentials and which configuration they serve, and attacks them. */
public final class PodProbe implements AutoCloseable {

  private static final int PARALLEL = 16;
  private static final int PODS_REMEMBERED = 20_000;

  /**
   * What the pods shall have.
   *
   * @param revision of the credentials
   * @param config version of the proxy configuration
   * @param content tells apart what the configuration really is, whatever version it gives itself
   */
  public record Wanted(long revision, String config, String content) {}

  private final PodConnections connections;
  private final ExecutorService threads = Executors.newFixedThreadPool(PARALLEL, PodProbe::daemon);
  private final RevisionProbe revision;
  private final ConfigProbe config = new ConfigProbe(PODS_REMEMBERED);
  private final VersionProbe version;
  private final SelfAttackProbe attack;

  /** The way to the pods is closed with this. */
  public PodProbe(Clock clock, PodConnections connections) {
    this.connections = connections;
    this.revision = new RevisionProbe(clock, PODS_REMEMBERED);
    this.version = new VersionProbe(clock, PODS_REMEMBERED);
    this.attack = new SelfAttackProbe(clock, PODS_REMEMBERED);
  }

  /** Looks at all pods at the same time; the answer is sorted by name. */
  public List<PodSeen> look(List<Pod> pods, Wanted wanted) {
    var looks = pods.stream()
        .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
        .map(pod -> CompletableFuture.supplyAsync(() -> look(pod, wanted), threads))
        .toList();
    return looks.stream().map(CompletableFuture::join).toList();
  }

  /** Ollama's version, from the first pod that tells it. */
  public Optional<String> serverVersion(List<PodSeen> pods) {
    return pods.stream()
        .filter(seen -> seen.auth() instanceof AuthAnswer.Revision)
        .flatMap(seen -> version.of(connections.to(seen.pod()), seen.pod().getMetadata().getUid()).stream())
        .findFirst();
  }

  private PodSeen look(Pod pod, Wanted wanted) {
    var ip = pod.getStatus() == null ? null : pod.getStatus().getPodIP();
    if (ip == null || ip.isEmpty() || PodSeen.hasEnded(pod)) {
      return new PodSeen(pod, new AuthAnswer.NotListening(), new ConfigAnswer.Silent("no proxy runs"), new AttackAnswer.Untried());
    }
    var connection = connections.to(pod);
    var uid = pod.getMetadata().getUid();
    var auth = revision.of(connection, uid, wanted.revision());
    if (!(auth instanceof AuthAnswer.Revision)) {
      return new PodSeen(pod, auth, new ConfigAnswer.Silent("no answer"), new AttackAnswer.Untried());
    }
    var configured = config.of(connection, uid, wanted.config());
    return new PodSeen(pod, auth, configured, attack.of(connection, uid, configured, wanted));
  }

  static Thread daemon(Runnable task) {
    var thread = new Thread(task, "probe");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    connections.close();
  }
}

package dev.ollakeep.operator.chaos;

import dev.ollakeep.operator.configuration.OperatorConfig;
import dev.ollakeep.operator.process.ExitCode;
import dev.ollakeep.operator.reconcile.ClusterConnection;
import dev.ollakeep.operator.reconcile.OperatorUnderTest;
import dev.ollakeep.operator.reconcile.RunningOperator;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.OperatorException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The real operator behind an API server that may fail it.
 *
 * <p>Once dead it stays so: another instance takes over, which knows nothing of the first.
 */
final class MortalOperator implements AutoCloseable {

  private static final ExecutorService BURIALS = Executors.newCachedThreadPool(task -> {
    var thread = new Thread(task, "burial");
    thread.setDaemon(true);
    return thread;
  });

  private static final KubernetesClient MODEL = ClusterConnection.open(Config.empty());

  private final FaultyApi api;
  private final KubernetesClient client;
  private final List<ExitCode> ends = new CopyOnWriteArrayList<>();
  private final RunningOperator running;

  private MortalOperator(FaultyApi api, OperatorConfig config, Clock clock) {
    this.api = api;
    this.client = client(api.url());
    try {
      this.running = RunningOperator.start(config, client, clock, ends::add);
    } catch (OperatorException failure) {
      failure.addSuppressed(new IllegalStateException("it waited for " + api.unanswered()));
      throw failure;
    }
  }

  static MortalOperator start(FaultyApi api, String namespace, Clock clock) {
    return start(api, OperatorUnderTest.config(namespace), clock);
  }

  static MortalOperator start(FaultyApi api, OperatorConfig config, Clock clock) {
    return new MortalOperator(api, config, clock);
  }

  /** Set up as the operator's own, but all read with one mapper: to learn every type anew takes a second of a processor. */
  private static KubernetesClient client(String url) {
    var config = new ConfigBuilder(MODEL.getConfiguration()).withMasterUrl(url + "/").withOnlyHttpWatches(true).build();
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withKubernetesSerialization(MODEL.getKubernetesSerialization())
        .build();
  }

  FaultyApi api() {
    return api;
  }

  /** Killed, or has given up by itself: in both cases a kubelet would start it anew. */
  boolean isDead() {
    return api.isDead() || !ends.isEmpty();
  }

  /** Nothing it still has in hand gets through; its threads end in their own time. */
  @Override
  public void close() {
    api.die();
    BURIALS.execute(() -> {
      running.close();
      client.close();
      api.close();
    });
  }
}

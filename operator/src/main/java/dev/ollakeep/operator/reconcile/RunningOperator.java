package dev.ollakeep.operator.reconcile;

import dev.ollakeep.operator.configuration.OperatorConfig;
import dev.ollakeep.operator.credentials.Fresh;
import dev.ollakeep.operator.names.Ownership;
import dev.ollakeep.operator.plan.Planner;
import dev.ollakeep.operator.probe.PodConnections;
import dev.ollakeep.operator.process.ExitCode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator at work, from start to {@link #close()}.
 *
 * <p>Closing waits for reconciles in progress, boundedly; whatever was cut off is found out and finished by the next start.
 */
public final class RunningOperator implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunningOperator.class);
  private static final int TOO_MANY_REQUESTS = 429;
  private static final Duration CACHES_FILLED = Duration.ofSeconds(60);
  private static final Duration RECONCILES_ENDED = Duration.ofSeconds(10);
  private static final Duration RETRY_FIRST = Duration.ofMillis(500);
  private static final Duration RETRY_AT_LATEST = Duration.ofSeconds(60);
  private static final Duration LOOK_AT_LATEST = Duration.ofMinutes(5);

  private final Operator operator;
  private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Shell shell;
  private final Leadership leadership;
  private volatile boolean closing;

  private RunningOperator(OperatorConfig config, KubernetesClient client, Clock clock, Consumer<ExitCode> onEnd) {
    var connections = PodConnections.of(config.defaults().probing().mode(), client, config.probeTimeout());
    this.shell = Shell.of(client, clock, connections, registry);
    this.leadership = new Leadership(client, config.defaults().self().namespace());
    this.operator = new Operator(overrider -> configure(overrider, config, client, onEnd));
    var reconciler = new OllamaServerReconciler(shell, new Planner(config.defaults()), fresh());
    operator.register(reconciler, controller -> {
      controller
          .withName("ollamaserver")
          .withFieldManager(Ownership.FIELD_MANAGER)
          .withGenerationAware(true)
          .withReconciliationMaxInterval(LOOK_AT_LATEST)
          .withRetry(new GenericRetry()
              .withoutMaxAttempts()
              .setInitialInterval(RETRY_FIRST)
              .setIntervalMultiplier(2)
              .setMaxInterval(RETRY_AT_LATEST.toMillis()));
      if (config.namespaces().isEmpty()) {
        controller.watchingAllNamespaces();
      } else {
        controller.settingNamespaces(Set.copyOf(config.namespaces()));
      }
    });
  }

  /**
   * Starts and returns when every cache is filled.
   *
   * <p>After a change of its CRD an API server lists nothing for a while, the longer the more servers there are, and says so; it is
   * asked again for as long as caches may take.
   *
   * @param client stays the caller's to close
   * @param onEnd called, from any thread, when the operator can no longer work and the process must end
   */
  public static RunningOperator start(OperatorConfig config, KubernetesClient client, Clock clock, Consumer<ExitCode> onEnd) {
    var begin = System.nanoTime();
    while (true) {
      var running = new RunningOperator(config, client, clock, onEnd);
      try {
        running.operator.start();
        TimedTasks.sleepBetween(running.operator);
        return running;
      } catch (OperatorException failure) {
        running.close();
        // No pause is needed: the client has made its own between three attempts.
        if (!isAskedToComeAgain(failure) || System.nanoTime() - begin > CACHES_FILLED.toNanos()) {
          throw failure;
        }
        LOG.info("the API server is not ready to list servers yet (HTTP {}): it is asked again", TOO_MANY_REQUESTS);
      }
    }
  }

  private static boolean isAskedToComeAgain(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .anyMatch(cause -> cause instanceof KubernetesClientException answer && answer.getCode() == TOO_MANY_REQUESTS);
  }

  /** Every cache is filled and every watch stands. */
  public boolean isReady() {
    var info = operator.getRuntimeInfo();
    return info.isStarted() && info.allEventSourcesAreHealthy();
  }

  /** All metrics in the text format of Prometheus. */
  public String metrics() {
    shell.metrics().refresh();
    return registry.scrape();
  }

  private void configure(
      ConfigurationServiceOverrider overrider, OperatorConfig config, KubernetesClient client, Consumer<ExitCode> onEnd) {
    overrider
        .withKubernetesClient(client)
        .withMetrics(MicrometerMetrics.withoutPerResourceMetrics(registry))
        .withCloseClientOnStop(false)
        .withConcurrentReconciliationThreads(config.maxConcurrentReconciles())
        .withConcurrentWorkflowExecutorThreads(1)
        .withCacheSyncTimeout(CACHES_FILLED)
        .withReconciliationTerminationTimeout(RECONCILES_ENDED)
        .withInformerStoppedHandler((informer, failure) -> {
          if (shell.kinds().isOptional(informer.getApiTypeClass())) {
            shell.kinds().forget(informer.getApiTypeClass());
          } else if (failure != null && informer.hasSynced()) {
            LOG.error("the watch of {} has ended", informer.getApiTypeClass().getSimpleName(), failure);
            end(ExitCode.FAILED, onEnd);
          }
        });
    if (config.leaderElection()) {
      overrider.withLeaderElectionConfiguration(leadership.configuration(() -> end(ExitCode.LEADERSHIP_LOST, onEnd)));
    }
  }

  private void end(ExitCode why, Consumer<ExitCode> onEnd) {
    if (!closing) {
      onEnd.accept(why);
    }
  }

  private static Supplier<Fresh> fresh() {
    var random = new SecureRandom();
    return () -> {
      var seed = new byte[32];
      random.nextBytes(seed);
      return new Fresh(seed);
    };
  }

  @Override
  public void close() {
    closing = true;
    operator.stop();
    TimedTasks.end(operator);
    leadership.giveBack();
    shell.probe().close();
  }
}

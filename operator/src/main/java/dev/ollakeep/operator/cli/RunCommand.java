package dev.ollakeep.operator.cli;

import dev.ollakeep.operator.configuration.OperatorConfig;
import dev.ollakeep.operator.process.ExitCode;
import dev.ollakeep.operator.process.HealthServer;
import dev.ollakeep.operator.process.LogSettings;
import dev.ollakeep.operator.process.StartupFailure;
import dev.ollakeep.operator.reconcile.ClusterConnection;
import dev.ollakeep.operator.reconcile.RunningOperator;
import dev.ollakeep.operator.reconcile.StartupChecks;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/** Runs the operator until it is told to stop, or cannot go on. */
@Command(
    name = "run",
    description = "Runs the operator (the default). The cluster is that of KUBECONFIG, or of the service account.",
    mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);
  private static final long STOP_SECONDS = 15;

  @Override
  public Integer call() throws Exception {
    var config = OperatorConfig.fromEnvironment();
    HealthServer.closeHalfSentRequests();
    LogSettings.apply(config.logging());
    var end = new CompletableFuture<ExitCode>();
    var ended = new CompletableFuture<Optional<ExitCode>>();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(end, ended), "stop"));
    var result = Optional.<ExitCode>empty();
    try {
      result = Optional.of(run(config, end));
      return result.get().number();
    } finally {
      ended.complete(result);
    }
  }

  private static ExitCode run(OperatorConfig config, CompletableFuture<ExitCode> end) throws IOException {
    var operator = new AtomicReference<RunningOperator>();
    try (var client = ClusterConnection.open(Config.autoConfigure(null));
        var health = health(config, operator)) {
      new StartupChecks(client, config).run();
      try (var running = RunningOperator.start(config, client, Clock.systemUTC(), end::complete)) {
        operator.set(running);
        LOG.info("ready {} ms after the start of the process; watching {}", uptime(),
            config.namespaces().isEmpty() ? "all namespaces" : String.join(", ", config.namespaces()));
        var why = end.join();
        LOG.info("stopping: {}", why.meaning());
        return why;
      }
    }
  }

  private static HealthServer health(OperatorConfig config, AtomicReference<RunningOperator> operator) throws IOException {
    if (config.health().isEmpty()) {
      return null;
    }
    var address = config.health().get();
    try {
      return HealthServer.start(address,
          () -> Optional.ofNullable(operator.get()).map(RunningOperator::isReady).orElse(false),
          () -> Optional.ofNullable(operator.get()).map(RunningOperator::metrics).orElse(""));
    } catch (IOException taken) {
      throw new StartupFailure(ExitCode.INVALID_CONFIG,
          "OLLAKEEP_HEALTH_ADDRESS %s cannot be used (%s): choose a free one, or 0 for none"
              .formatted(address.getHostString() + ":" + address.getPort(), taken.getMessage()));
    }
  }

  /**
   * Runs in the shutdown hook: the main thread does the stopping, the JVM waits for it, but not for ever. It halts with the
   * exit code itself, since a JVM that was told to end by a signal would end with the signal's number, as if it had failed.
   */
  private static void stop(CompletableFuture<ExitCode> end, CompletableFuture<Optional<ExitCode>> ended) {
    end.complete(ExitCode.OK);
    try {
      ended.get(STOP_SECONDS, TimeUnit.SECONDS).ifPresent(code -> Runtime.getRuntime().halt(code.number()));
    } catch (TimeoutException slow) {
      LOG.warn("not everything ended within {} s; the next start finishes it", STOP_SECONDS);
    } catch (InterruptedException | ExecutionException hurry) {
      Thread.currentThread().interrupt();
    }
  }

  private static long uptime() {
    return ManagementFactory.getRuntimeMXBean().getUptime();
  }
}

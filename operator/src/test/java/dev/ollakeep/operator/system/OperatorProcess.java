package dev.ollakeep.operator.system;

import dev.ollakeep.operator.Main;
import dev.ollakeep.operator.reconcile.OperatorUnderTest;
import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.JavaProcess;
import java.util.List;
import java.util.Map;

/**
 * The operator in a JVM of its own, as it runs in its pod, which can be killed as the kernel kills.
 *
 * <p>What all its lives have logged is kept.
 */
final class OperatorProcess implements AutoCloseable {

  private final ApiServer api;
  private final String namespace;
  private final StringBuilder past = new StringBuilder();
  private JavaProcess process;
  private volatile int lives;

  private OperatorProcess(ApiServer api, String namespace) {
    this.api = api;
    this.namespace = namespace;
  }

  static OperatorProcess start(ApiServer api, String namespace) {
    OperatorUnderTest.installCrd(api);
    var operator = new OperatorProcess(api, namespace);
    operator.start();
    return operator;
  }

  /** Another life; returns at once. */
  void start() {
    lives++;
    process = JavaProcess.start(
        List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Main.class.getName(), "run"),
        Map.of(
            "KUBECONFIG", api.kubeconfigFile().toString(),
            "OLLAKEEP_WATCH_NAMESPACES", namespace,
            "OLLAKEEP_LOG_LEVEL", "debug",
            // The pods live on this machine, too: their port 8080 must stay free on every address.
            "OLLAKEEP_HEALTH_ADDRESS", "0"));
  }

  /** SIGKILL; returns when it is dead. One that has ended by itself is a failure. */
  void kill() {
    process.requireAlive();
    process.kill();
    past.append(process.log());
    process.close();
  }

  /** How often it was started. */
  int lives() {
    return lives;
  }

  /** Whether this life has filled its caches, or will never do so. */
  boolean isReadyOrEnded() {
    return !process.isAlive() || process.log().contains("ready ");
  }

  /** What all lives have said. */
  String log() {
    return past + process.log();
  }

  @Override
  public void close() {
    process.kill();
    process.close();
  }
}

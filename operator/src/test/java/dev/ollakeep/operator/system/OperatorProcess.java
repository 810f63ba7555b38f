package dev.ollakeep.operator.system;

import dev.ollakeep.operator.Main;
import dev.ollakeep.operator.reconcile.OperatorUnderTest;
import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.OwnSession;
import dev.ollakeep.testing.Reaper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The operator in a JVM of its own, as it runs in its pod, which can be killed as the kernel kills.
 *
 * <p>It ends with this JVM, however that ends; what all its lives have logged is kept until it is closed.
 */
final class OperatorProcess implements AutoCloseable {

  private final ApiServer api;
  private final String namespace;
  private final Path directory;
  private final Reaper reaper;
  private Process process;
  private volatile int lives;

  private OperatorProcess(ApiServer api, String namespace, Path directory) {
    this.api = api;
    this.namespace = namespace;
    this.directory = directory;
    this.reaper = Reaper.of(directory);
  }

  static OperatorProcess start(ApiServer api, String namespace) {
    OperatorUnderTest.installCrd(api);
    try {
      var directory = Files.createTempDirectory("ollakeep-operator-");
      Files.createDirectory(directory.resolve("pids"));
      var operator = new OperatorProcess(api, namespace, directory);
      operator.start();
      return operator;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Another life; returns at once. */
  void start() {
    lives++;
    var builder = new ProcessBuilder(OwnSession.command(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-XX:TieredStopAtLevel=1",
        "-cp", System.getProperty("java.class.path"), Main.class.getName(), "run"))
        .redirectErrorStream(true).redirectOutput(log(lives).toFile());
    builder.environment().put("KUBECONFIG", api.kubeconfigFile().toString());
    builder.environment().put("OLLAKEEP_WATCH_NAMESPACES", namespace);
    builder.environment().put("OLLAKEEP_LOG_LEVEL", "debug");
    // The pods live on this machine, too: their port 8080 must stay free on every address.
    builder.environment().put("OLLAKEEP_HEALTH_ADDRESS", "0");
    try {
      process = builder.start();
      Files.writeString(directory.resolve("pids").resolve("operator"), String.valueOf(process.pid()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL; returns when it is dead. One that has ended by itself is a failure. */
  void kill() {
    if (!process.isAlive()) {
      throw new IllegalStateException("the operator ended by itself with exit code " + process.exitValue() + ":\n" + read(lives));
    }
    end();
  }

  private void end() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How often it was started. */
  int lives() {
    return lives;
  }

  /** Whether this life has filled its caches, or will never do so. */
  boolean isReadyOrEnded() {
    return !process.isAlive() || read(lives).contains("ready ");
  }

  /** What all lives have said. */
  String log() {
    var text = new StringBuilder();
    for (int life = 1; life <= lives; life++) {
      text.append(read(life));
    }
    return text.toString();
  }

  private Path log(int life) {
    return directory.resolve("operator-" + life + ".log");
  }

  private String read(int life) {
    try {
      return Files.readString(log(life));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    end();
    reaper.close();
  }
}

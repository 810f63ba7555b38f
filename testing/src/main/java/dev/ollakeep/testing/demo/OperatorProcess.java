package dev.ollakeep.testing.demo;

import dev.ollakeep.testing.OwnSession;
import dev.ollakeep.testing.Reaper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The operator as a process of its own, as it would run in its Pod.
 *
 * <p>It ends with this JVM, however that ends, and its log goes with it.
 */
final class OperatorProcess implements AutoCloseable {

  private static final long STOP_SECONDS = 10;
  private static final int TAIL = 25;

  private final Path directory;
  private final Process process;
  private final Reaper reaper;

  private OperatorProcess(Path directory, Process process, Reaper reaper) {
    this.directory = directory;
    this.process = process;
    this.reaper = reaper;
  }

  static OperatorProcess start(Path jar, Path kubeconfig) throws IOException {
    Path directory = Files.createTempDirectory("ollakeep-demo-");
    Path pids = Files.createDirectory(directory.resolve("pids"));
    Reaper reaper = Reaper.of(directory);
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    ProcessBuilder builder = new ProcessBuilder(OwnSession.command(java.toString(), "-jar", jar.toString(), "run"))
        .redirectErrorStream(true).redirectOutput(directory.resolve("operator.log").toFile());
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    // The Pods of the demo live on this machine, too: their port 8080 must stay free on every address.
    builder.environment().put("OLLAKEEP_HEALTH_ADDRESS", "0");
    Process process = builder.start();
    Files.writeString(pids.resolve("operator"), String.valueOf(process.pid()));
    return new OperatorProcess(directory, process, reaper);
  }

  /** Whether its log has this text; an operator that has ended is a failure. */
  boolean hasSaid(String text) {
    if (!process.isAlive()) {
      throw new DemoFailure("the operator ended with exit code " + process.exitValue() + "; the end of its log:\n" + logTail());
    }
    return log().contains(text);
  }

  String logTail() {
    List<String> lines = log().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
  }

  private String log() {
    try {
      return Files.readString(directory.resolve("operator.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    reaper.close();
  }
}

package dev.ollakeep.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A Java program in a process of its own, such as the operator, as it would run in its Pod.
 *
 * <p>It ends with this JVM, however that ends, and its log goes with it.
 */
public final class JavaProcess implements AutoCloseable {

  private static final Duration STOP = Duration.ofSeconds(30);
  private static final int TAIL = 25;

  private final Path directory;
  private final Process process;
  private final Reaper reaper;

  private JavaProcess(Path directory, Process process, Reaper reaper) {
    this.directory = directory;
    this.process = process;
    this.reaper = reaper;
  }

  /** Starts {@code java} with these arguments, and these variables beside those of this JVM; returns at once. */
  public static JavaProcess start(List<String> arguments, Map<String, String> environment) {
    try {
      Path directory = Files.createTempDirectory("ollakeep-process-");
      Files.createDirectory(pidFile(directory).getParent());
      Reaper reaper = Reaper.of(directory);
      List<String> words = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
      words.addAll(arguments);
      ProcessBuilder builder = new ProcessBuilder(OwnSession.command(words.toArray(String[]::new)))
          .redirectErrorStream(true).redirectOutput(logFile(directory).toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      Files.writeString(pidFile(directory), String.valueOf(process.pid()));
      return new JavaProcess(directory, process, reaper);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** What the system knows of the process. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** Of one that has ended. */
  public int exitCode() {
    return process.exitValue();
  }

  /** Whether its log has this text; a process that has ended is a failure. */
  public boolean hasSaid(String text) {
    requireAlive();
    return log().contains(text);
  }

  /**
   * Passes while it runs.
   *
   * @throws IllegalStateException with the exit code and the end of its log when it has ended
   */
  public void requireAlive() {
    if (!process.isAlive()) {
      throw new IllegalStateException(
          "the process ended with exit code " + process.exitValue() + "; the end of its log:\n" + logTail());
    }
  }

  /** Standard output and error, all that it has said. */
  public String log() {
    try {
      return Files.readString(logFile(directory));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String logTail() {
    List<String> lines = log().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
  }

  /** SIGTERM, as a Pod gets it; returns at once. */
  public void terminate() {
    process.destroy();
  }

  /** SIGKILL; returns when it is dead. */
  public void kill() {
    process.destroyForcibly();
    endsWithin(STOP);
  }

  /** Waits for its end; whether it has come in time. */
  public boolean endsWithin(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Terminates it, or kills it when that takes more than half a minute, and removes its log. */
  @Override
  public void close() {
    terminate();
    if (endsWithin(STOP)) {
      forgetPid();
    }
    reaper.close();
  }

  /** Its ID may be another's by now. */
  private void forgetPid() {
    try {
      Files.deleteIfExists(pidFile(directory));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path pidFile(Path directory) {
    return directory.resolve("pids").resolve("process");
  }

  private static Path logFile(Path directory) {
    return directory.resolve("log");
  }
}

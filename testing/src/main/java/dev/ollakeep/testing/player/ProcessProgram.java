package dev.ollakeep.testing.player;

import dev.ollakeep.testing.OwnSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A process in a session of its own.
 *
 * <p>When its first process ends, however that happens, everything it started is killed, as the end of PID 1 ends a container. Its ID
 * is written where the {@link dev.ollakeep.testing.Reaper} finds it should this JVM die.
 */
final class ProcessProgram implements Program {

  private static final Executor OWN_THREAD = task -> {
    Thread thread = new Thread(task, "end-of-session");
    thread.setDaemon(true);
    thread.start();
  };

  private final Process process;
  private final Path pidFile;
  private final CompletableFuture<Integer> exit;

  private ProcessProgram(Process process, Path pidFile) {
    this.process = process;
    this.pidFile = pidFile;
    this.exit = process.onExit().thenApplyAsync(ended -> {
      endSession();
      return ended.exitValue();
    }, OWN_THREAD);
  }

  static ProcessProgram start(ProcessBuilder builder, Path pids) throws IOException {
    Process process = builder.start();
    Path pidFile = pids.resolve(String.valueOf(process.pid()));
    Files.writeString(pidFile, "-" + process.pid());
    return new ProcessProgram(process, pidFile);
  }

  @Override
  public CompletableFuture<Integer> exit() {
    return exit;
  }

  @Override
  public void terminate() {
    process.destroy();
  }

  @Override
  public void kill() {
    process.destroyForcibly();
  }

  private void endSession() {
    try {
      OwnSession.end(process.pid());
      Files.deleteIfExists(pidFile);
    } catch (IOException e) {
      throw new IllegalStateException("cannot end session " + process.pid(), e);
    }
  }
}

package dev.ollakeep.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Commands that Ctrl-C in the terminal does not reach.
 *
 * <p>The terminal signals every process of the foreground group at once. The API server must outlive the JVM's shutdown hooks,
 * which still talk to it, so it gets a session of its own.
 */
public final class OwnSession {
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  /** Killed processes keep their ports until the kernel is done with them. */
  private static final String END = "kill -KILL -$0 2>/dev/null; i=0; "
      + "while kill -0 -$0 2>/dev/null && [ $i -lt 40 ]; do i=$((i+1)); sleep 0.05; done";

  private OwnSession() {}

  /** The command itself where there is no {@code setsid}; then Ctrl-C ends it together with the JVM. */
  public static List<String> command(String... command) {
    List<String> words = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      words.add(SETSID.toString());
    }
    words.addAll(List.of(command));
    return List.copyOf(words);
  }

  /** Kills whatever still runs in the session that this process began, also what its own parent has left behind; waits for that. */
  public static void end(long pid) throws IOException {
    try {
      new ProcessBuilder("/bin/sh", "-c", END, String.valueOf(pid)).start().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

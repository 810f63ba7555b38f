package dev.ollakeep.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * A tiny shell that outlives this JVM just long enough to kill what it started and to remove its temporary directory.
 *
 * <p>It waits for the end of its standard input, a pipe that the kernel closes however the JVM ends: a shutdown hook does not
 * run on SIGKILL, on an out-of-memory kill, or when Maven gives up on a fork. Every file in {@code <directory>/pids} holds the
 * process ID of a child, or with a minus sign that of its process group; {@code <directory>/leftovers} names empty directories
 * elsewhere. Whoever ends a child in an orderly way removes its file first, so that a reused ID is never hit.
 */
public final class Reaper implements AutoCloseable {
  private static final String SCRIPT = """
      cat >/dev/null
      for file in "$1"/pids/*; do
        [ ! -s "$file" ] || kill -9 "$(cat "$file")" 2>/dev/null
      done
      [ ! -s "$1/leftovers" ] || while read -r directory; do rmdir "$directory" 2>/dev/null; done <"$1/leftovers"
      rm -rf "$1"
      """;
  private final Process shell;

  private Reaper(Process shell) {
    this.shell = shell;
  }

  /** Begins to watch over this directory, which must have a {@code pids} directory in it. */
  public static Reaper of(Path directory) {
    try {
      ProcessBuilder builder = new ProcessBuilder(OwnSession.command("/bin/sh", "-c", SCRIPT, "reaper", directory.toString()));
      return new Reaper(builder.redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills and removes now; returns when that is done. */
  @Override
  public void close() {
    try {
      shell.getOutputStream().close();
      shell.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

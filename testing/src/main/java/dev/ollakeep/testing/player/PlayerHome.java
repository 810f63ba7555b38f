package dev.ollakeep.testing.player;

import dev.ollakeep.testing.Reaper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The directory of one {@link PodPlayer}; it and every process started in it go away with this JVM, however that ends.
 *
 * <p>It lies directly in the temporary directory, since unix sockets deep below it must fit into 107 bytes.
 */
final class PlayerHome implements AutoCloseable {

  private final Path directory;
  private final Optional<Path> ollama;
  private final Reaper reaper;
  private final AtomicInteger pods = new AtomicInteger();

  private PlayerHome(Path directory, Optional<Path> ollama) {
    this.directory = directory;
    this.ollama = ollama;
    this.reaper = Reaper.of(directory);
  }

  static PlayerHome create(PlayerSettings.Programs programs) throws IOException {
    Path directory = Files.createTempDirectory("op-");
    Files.setPosixFilePermissions(directory, AtomicDirectory.permissions(0755));
    for (String part : List.of("pids", "bin", "logs", "claims")) {
      Files.createDirectory(directory.resolve(part));
    }
    // A copy, since a container's user may not be able to reach a cache in somebody's home.
    Path nginx = directory.resolve("bin").resolve("nginx");
    Files.copy(programs.nginx(), nginx, StandardCopyOption.COPY_ATTRIBUTES);
    Files.setPosixFilePermissions(nginx, AtomicDirectory.permissions(0755));
    return new PlayerHome(directory, programs.ollama());
  }

  Path bin() {
    return directory.resolve("bin");
  }

  Path pids() {
    return directory.resolve("pids");
  }

  Path logs() {
    return directory.resolve("logs");
  }

  Optional<Path> ollama() {
    return ollama;
  }

  /** The directory of a claim; it outlives the Pods that mount it. */
  Path claim(String uid) {
    return directory.resolve("claims").resolve(uid);
  }

  /** A fresh directory for a Pod. */
  Path nextPod() {
    return directory.resolve("p" + pods.incrementAndGet());
  }

  @Override
  public void close() {
    reaper.close();
  }
}

package dev.ollakeep.testing.player;

import dev.ollakeep.testing.Reaper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The directory of one {@link PodPlayer}; it and every process started in it go away with this JVM, however that ends.
 *
 * <p>It lies directly in the temporary directory, since unix sockets deep below it must fit into 107 bytes.
 */
final class PlayerHome implements AutoCloseable {

  private final Path directory;
  private final PlayerSettings.Programs programs;
  private final Reaper reaper;
  private final AtomicInteger pods = new AtomicInteger();

  private PlayerHome(Path directory, PlayerSettings.Programs programs) {
    this.directory = directory;
    this.programs = programs;
    this.reaper = Reaper.of(directory);
  }

  static PlayerHome create(PlayerSettings.Programs programs) throws IOException {
    Path directory = Files.createTempDirectory("op-");
    Files.setPosixFilePermissions(directory, AtomicDirectory.permissions(0755));
    for (String part : List.of("pids", "bin", "logs", "claims")) {
      Files.createDirectory(directory.resolve(part));
    }
    copy(programs.nginx(), directory.resolve("bin"));
    for (Map.Entry<String, Path> other : programs.others().entrySet()) {
      copy(other.getValue(), Files.createDirectory(binOf(directory, other.getKey())));
    }
    return new PlayerHome(directory, programs);
  }

  /** A copy, since a container's user may not be able to reach a cache in somebody's home. */
  private static void copy(Path nginx, Path bin) throws IOException {
    Path copied = Files.copy(nginx, bin.resolve("nginx"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.setPosixFilePermissions(bin, AtomicDirectory.permissions(0755));
    Files.setPosixFilePermissions(copied, AtomicDirectory.permissions(0755));
  }

  private static Path binOf(Path directory, String image) {
    return directory.resolve("bin-" + Integer.toHexString(image.hashCode()));
  }

  /** Where containers of an image find their programs. */
  Path bin(String image) {
    return programs.others().containsKey(image) ? binOf(directory, image) : directory.resolve("bin");
  }

  Path pids() {
    return directory.resolve("pids");
  }

  Path logs() {
    return directory.resolve("logs");
  }

  Optional<Path> ollama() {
    return programs.ollama();
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

package dev.ollakeep.operator.proxy.nginx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;

/**
 * A mounted ConfigMap or Secret as kubelet lays it out: the files behind one link, {@code ..data}, that one rename turns.
 *
 * <p>As with kubelet the links to new keys come after the rename, and the old directory is gone at once.
 */
public final class MountedVolume {

  private final Path directory;
  private int generation;

  public MountedVolume(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
  }

  public void publish(Map<String, String> files) throws IOException {
    var old = current();
    var fresh = Files.createDirectory(directory.resolve("..generation-" + ++generation));
    for (var file : files.entrySet()) {
      Files.writeString(fresh.resolve(file.getKey()), file.getValue());
    }
    var next = Files.createSymbolicLink(directory.resolve("..data_tmp"), fresh.getFileName());
    Files.move(next, directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    for (var name : files.keySet()) {
      if (!Files.exists(directory.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
        Files.createSymbolicLink(directory.resolve(name), Path.of("..data", name));
      }
    }
    try (var entries = Files.list(directory)) {
      for (var dangling : entries.filter(entry -> Files.isSymbolicLink(entry) && !Files.exists(entry)).toList()) {
        Files.delete(dangling);
      }
    }
    if (old.isPresent()) {
      delete(old.get());
    }
  }

  /** What no kubelet does, but a failing disk or a person might: nothing is there until the next {@link #publish}. */
  void lose() throws IOException {
    var old = current().orElseThrow();
    Files.delete(directory.resolve("..data"));
    delete(old);
  }

  private Optional<Path> current() throws IOException {
    var data = directory.resolve("..data");
    return Files.isSymbolicLink(data) ? Optional.of(directory.resolve(Files.readSymbolicLink(data))) : Optional.empty();
  }

  private static void delete(Path generation) throws IOException {
    try (var files = Files.list(generation)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(generation);
  }
}

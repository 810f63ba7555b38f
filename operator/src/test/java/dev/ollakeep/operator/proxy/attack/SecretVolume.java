package dev.ollakeep.operator.proxy.attack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Stream;

/** A mounted Secret as kubelet keeps it: a timestamped directory behind {@code ..data}, swapped by one rename. */
final class SecretVolume {
  private final Path root;
  private int generation;

  SecretVolume(Path root) {
    this.root = root;
  }

  /** All files change together; a reader sees the old set or the new one. */
  void publish(Map<String, String> files) throws IOException {
    Path fresh = Files.createDirectories(root.resolve("..generation-" + generation++));
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(fresh.resolve(file.getKey()), file.getValue());
    }
    Path link = root.resolve("..data_tmp");
    Files.createSymbolicLink(link, fresh.getFileName());
    Files.move(link, root.resolve("..data"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    for (String name : files.keySet()) {
      if (!Files.exists(root.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
        Files.createSymbolicLink(root.resolve(name), Path.of("..data", name));
      }
    }
    removeDangling();
  }

  private void removeDangling() throws IOException {
    try (Stream<Path> entries = Files.list(root)) {
      for (Path entry : entries.filter(Files::isSymbolicLink).filter(link -> !Files.exists(link)).toList()) {
        Files.delete(entry);
      }
    }
  }
}

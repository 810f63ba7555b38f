package dev.ollakeep.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** An Nginx that answered {@code nginx -v} with a version the proxy's configuration is written for. */
public record NginxBinary(Path path, ToolVersion version) {
  public static final ToolVersion OLDEST = new ToolVersion(1, 28, 0);

  /** Empty when the file is missing, does not run, or is too old. */
  static Optional<NginxBinary> at(Path file) {
    if (!Files.isExecutable(file)) {
      return Optional.empty();
    }
    try {
      Process process = new ProcessBuilder(file.toString(), "-v").redirectErrorStream(true).start();
      String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return ToolVersion.in(answer.substring(Math.max(0, answer.indexOf("nginx/"))))
          .filter(version -> version.atLeast(OLDEST))
          .map(version -> new NginxBinary(file.toAbsolutePath(), version));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The files {@code <directory>/<version>/nginx}, newest version first. */
  static Stream<Path> cachedIn(Path directory) {
    if (!Files.isDirectory(directory)) {
      return Stream.empty();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.flatMap(entry -> ToolVersion.in(entry.getFileName().toString())
              .map(version -> new NginxBinary(entry.resolve("nginx"), version)).stream())
          .sorted((a, b) -> b.version().compareTo(a.version()))
          .map(NginxBinary::path)
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

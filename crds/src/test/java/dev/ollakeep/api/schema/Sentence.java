package dev.ollakeep.api.schema;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file of resources whose name says what it shows, and whose first line may say which message is expected. */
record Sentence(Path file, String text) {
  private static final String EXPECT = "# expect: ";

  static Sentence of(Path file) {
    try {
      return new Sentence(file, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Files of a directory below {@code src/test/resources}, in the order of their names. */
  static List<Sentence> in(String directory) throws IOException {
    try (var files = Files.list(Path.of("src/test/resources", directory))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().map(Sentence::of).toList();
    }
  }

  String name() {
    return file.getFileName().toString().replaceFirst("\\.yaml$", "").replace('-', ' ');
  }

  /** The part of the message that the API server must answer with. */
  String expected() {
    var first = text.lines().findFirst().orElse("");
    if (!first.startsWith(EXPECT)) {
      throw new IllegalStateException(file + " must begin with: " + EXPECT + "<part of the message>");
    }
    return first.substring(EXPECT.length());
  }

  /** The one OllamaServer of the file, as it was written. */
  GenericKubernetesResource server() {
    return documents().stream()
        .filter(document -> document.contains("kind: OllamaServer"))
        .map(document -> Serialization.unmarshal(document, GenericKubernetesResource.class))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no OllamaServer in " + file));
  }

  private List<String> documents() {
    return List.of(text.split("(?m)^---$"));
  }
}

package dev.ollakeep.operator.chart;

import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The chart in this repository, rendered by real Helm as release {@code ollakeep} of a namespace. */
public record Chart(String namespace) {
  static final Path DIRECTORY = Path.of("../helm/ollakeep");
  static final String RELEASE = "ollakeep";
  private static final String KUBERNETES = "1.36.0";

  static Helm helm() {
    return new Helm(DIRECTORY.toAbsolutePath().normalize());
  }

  /** A file of the chart. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> file(String name) throws IOException {
    return Serialization.unmarshal(Files.readString(DIRECTORY.resolve(name)), Map.class);
  }

  /**
   * What would be applied; without hooks, which Helm as a library leaves out.
   *
   * @param values YAML that overrides the defaults
   * @throws IllegalStateException when Helm refuses the values; the message is Helm's
   */
  String manifest(String values) {
    return manifest(values, KUBERNETES);
  }

  /** The same for a cluster of this version. */
  String manifest(String values, String kubernetes) {
    try {
      var file = Files.createTempFile("values", ".yaml");
      try {
        Files.writeString(file, values);
        return helm().template().withName(RELEASE).withNamespace(namespace).withKubeVersion(kubernetes).withValuesFile(file).skipCrds()
            .call();
      } finally {
        Files.delete(file);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public List<HasMetadata> objects(String values) {
    return Arrays.stream(manifest(values).split("(?m)^---$"))
        .filter(document -> document.lines().anyMatch(line -> !line.isBlank() && !line.startsWith("#")))
        .map(document -> (HasMetadata) Serialization.unmarshal(document))
        .toList();
  }

  public <T extends HasMetadata> List<T> objects(Class<T> type, String values) {
    return objects(values).stream().filter(type::isInstance).map(type::cast).toList();
  }
}

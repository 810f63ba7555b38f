package dev.ollakeep.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** One directory with the three programs of a control plane for tests; all of them are there and executable. */
public record KubeAssets(Path directory, ToolVersion version) {
  /** The oldest Kubernetes that the product supports. */
  public static final ToolVersion OLDEST = new ToolVersion(1, 31, 0);

  public Path etcd() {
    return directory.resolve("etcd");
  }

  public Path kubeApiServer() {
    return directory.resolve("kube-apiserver");
  }

  public Path kubectl() {
    return directory.resolve("kubectl");
  }

  /** The newest complete and supported version below a directory in the layout of kube-api-test. */
  public static Optional<KubeAssets> newestIn(Path home) {
    Path versions = home.resolve("k8s");
    if (!Files.isDirectory(versions)) {
      return Optional.empty();
    }
    try (Stream<Path> entries = Files.list(versions)) {
      return entries.flatMap(entry -> at(entry).stream())
          .filter(KubeAssets::complete)
          .filter(assets -> assets.version().atLeast(OLDEST))
          .max(Comparator.comparing(KubeAssets::version));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For messages: what {@link #newestIn} looks for. */
  public static String layout() {
    return "k8s/<version>" + platform() + "/{etcd,kube-apiserver,kubectl}";
  }

  private static Optional<KubeAssets> at(Path entry) {
    String name = entry.getFileName().toString();
    return name.endsWith(platform())
        ? ToolVersion.in(name).map(version -> new KubeAssets(entry.toAbsolutePath(), version))
        : Optional.empty();
  }

  private boolean complete() {
    return Stream.of(etcd(), kubeApiServer(), kubectl()).allMatch(Files::isExecutable);
  }

  /** Spelt as kube-api-test spells it, because it selects the directory by this suffix. */
  static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    boolean arm = "aarch64".equals(System.getProperty("os.arch"));
    return "-" + (os.contains("mac") ? "darwin" : os) + (arm ? "-arm64" : "-amd64");
  }
}

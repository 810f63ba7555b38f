package dev.ollakeep.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the programs that integration tests and the demo need are found on this machine.
 *
 * <p>It only looks, and never fetches: that is the task of {@code make tools}. A variable that names something unusable
 * is an error and not a reason to look further, since a silent substitute would test something else than was asked for.
 */
public record Tools(Map<String, String> environment, Path home) {
  public static final String KUBE_ASSETS = "OLLAKEEP_KUBE_ASSETS";
  public static final String CACHE = "OLLAKEEP_CACHE";
  public static final String REQUIRE = "OLLAKEEP_REQUIRE_TOOLS";
  public static final String NGINX = "NGINX";
  public static final String OLLAMA = "OLLAMA";
  /** What a user runs when a tool is missing. */
  public static final String REMEDY = "make tools";

  public Tools {
    environment = Map.copyOf(environment);
  }

  /** Home is {@code $HOME}, as for the scripts that fetch; Java's own {@code user.home} may be another one. */
  public static Tools ofThisMachine() {
    String home = System.getenv().getOrDefault("HOME", System.getProperty("user.home"));
    return new Tools(System.getenv(), Path.of(home));
  }

  /** True when a missing tool is a failure instead of a skipped test. */
  public boolean required() {
    return "true".equals(environment.get(REQUIRE));
  }

  public Path cache() {
    return variable(CACHE).map(Path::of).orElseGet(() -> home.resolve(".cache").resolve("ollakeep"));
  }

  /** etcd, kube-apiserver and kubectl: the named directory, else the newest of the cache, else of kube-api-test's own. */
  public Optional<KubeAssets> kubeAssets() {
    Optional<String> named = variable(KUBE_ASSETS);
    if (named.isPresent()) {
      Path directory = Path.of(named.get());
      return Optional.of(KubeAssets.newestIn(directory).orElseThrow(() -> new IllegalStateException(
          KUBE_ASSETS + "=" + directory + " holds no " + KubeAssets.layout() + " of Kubernetes "
              + KubeAssets.OLDEST + " or newer; unset it and run: " + REMEDY)));
    }
    return Stream.of(cache().resolve("kube"), home.resolve(".kubeapitest"))
        .flatMap(directory -> KubeAssets.newestIn(directory).stream())
        .findFirst();
  }

  /** Nginx: the named file, else a new enough one on PATH, else the newest of the cache. */
  public Optional<NginxBinary> nginx() {
    Optional<Path> named = variable(NGINX).map(Path::of);
    if (named.isPresent()) {
      return Optional.of(named.flatMap(NginxBinary::at).orElseThrow(() -> new IllegalStateException(
          NGINX + "=" + named.get() + " is no Nginx " + NginxBinary.OLDEST + " or newer; unset it and run: " + REMEDY)));
    }
    return Stream.concat(onPath("nginx"), NginxBinary.cachedIn(cache().resolve("nginx")))
        .flatMap(file -> NginxBinary.at(file).stream())
        .findFirst();
  }

  /** A real Ollama: the named file, else one on PATH; tests and the demo do without it. */
  public Optional<Path> ollama() {
    Optional<Path> named = variable(OLLAMA).map(Path::of);
    if (named.isPresent() && !Files.isExecutable(named.get())) {
      throw new IllegalStateException(OLLAMA + "=" + named.get() + " cannot be executed; unset it to use the built-in fake");
    }
    return named.or(() -> onPath("ollama").findFirst());
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  private Stream<Path> onPath(String name) {
    return List.of(environment.getOrDefault("PATH", "").split(File.pathSeparator)).stream()
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, name))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file));
  }
}

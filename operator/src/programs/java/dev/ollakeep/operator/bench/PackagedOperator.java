package dev.ollakeep.operator.bench;

import dev.ollakeep.operator.reconcile.OperatorUnderTest;
import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The packaged jar in a JVM of its own, launched as the image launches it, and what the system says about that process.
 *
 * <p>It watches all namespaces.
 */
final class PackagedOperator implements AutoCloseable {

  private static final Path JAR = Path.of("target", "ollakeep-operator.jar");
  private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final JavaProcess process;
  private final long started = System.nanoTime();
  private final int port;

  private PackagedOperator(ApiServer api, Map<String, String> environment) throws IOException {
    try (var any = new ServerSocket(0)) {
      port = any.getLocalPort();
    }
    var arguments = new ArrayList<>(LaunchFlags.ofTheImage());
    arguments.addAll(List.of("-jar", JAR.toString()));
    var variables = new HashMap<>(Map.of(
        "KUBECONFIG", api.kubeconfigFile().toString(), "OLLAKEEP_HEALTH_ADDRESS", "127.0.0.1:" + port));
    variables.putAll(environment);
    process = JavaProcess.start(arguments, variables);
  }

  /** Starts it with these variables and returns when it is ready. */
  static PackagedOperator start(ApiServer api, Map<String, String> environment) {
    if (!Files.exists(JAR)) {
      throw new IllegalStateException(JAR.toAbsolutePath() + " is missing; make it with: make build");
    }
    OperatorUnderTest.installCrd(api);
    try {
      var operator = new PackagedOperator(api, environment);
      Pause.until(Duration.ofMillis(20), operator::isReady);
      return operator;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isReady() {
    process.requireAlive();
    return get("/readyz").filter(answer -> answer.statusCode() == 200).isPresent();
  }

  /** What Prometheus reads. */
  String metrics() {
    return get("/metrics").map(HttpResponse::body).orElse("");
  }

  /** Servers that this process has reconciled at least once. */
  long serversSeen() {
    return metrics().lines().filter(line -> line.startsWith("ollakeep_rotation_pods_behind{")).count();
  }

  /** Of {@link System#nanoTime}, just before the process was started. */
  long startedAt() {
    return started;
  }

  /** CPU time since the start, of all threads. */
  Duration cpu() {
    return process.handle().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Such as {@code VmRSS} (now) and {@code VmHWM} (the most ever), in MiB. */
  long mebibytes(String field) {
    var line = read(Path.of("/proc", String.valueOf(process.handle().pid()), "status")).lines()
        .filter(it -> it.startsWith(field + ":")).findFirst().orElseThrow();
    return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
  }

  /** Of live objects, such as {@code 70 MiB}; makes the process collect garbage first. On a busy machine it may not answer. */
  String liveHeap() {
    return jcmd("GC.class_histogram").lines().filter(line -> line.startsWith("Total")).findFirst()
        .map(total -> (Long.parseLong(total.strip().split("\\s+")[2]) >> 20) + " MiB")
        .orElse("unknown: the process did not answer jcmd in time");
  }

  private String jcmd(String command) {
    try {
      var program = JAVA_HOME.resolve("bin/jcmd").toString();
      var running = new ProcessBuilder(program, String.valueOf(process.handle().pid()), command).redirectErrorStream(true).start();
      return new String(running.getInputStream().readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<HttpResponse<String>> get(String path) {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(Duration.ofSeconds(10)).build();
    try {
      return Optional.of(HTTP.send(request, HttpResponse.BodyHandlers.ofString()));
    } catch (IOException notYet) {
      return Optional.empty();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}

package dev.ollakeep.operator.proxy;

import dev.ollakeep.testing.NginxBinary;
import dev.ollakeep.testing.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * The proxy container on this machine: its real command with a real Nginx, its volumes in a directory, an address of its own.
 *
 * <p>Of the files only the listeners' address, Ollama's address and the two root directories are replaced. PATH holds nothing
 * but the programs that the entry script may use.
 */
final class ProxySandbox implements AutoCloseable {

  static final int PUBLIC = 8080;
  static final int INTERNAL = 8081;
  static final int OLLAMA = 11434;
  private static final String[] PROGRAMS = {"cat", "cp", "cut", "mkdir", "mv", "rm", "sha256sum", "sleep"};

  private final Path home;
  private final InetAddress address;
  private final HttpClient client = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();
  private final MountedVolume conf;
  private final MountedVolume auth;
  private Process process;

  ProxySandbox(NginxBinary nginx) throws IOException {
    home = Files.createTempDirectory("ollakeep-proxy");
    // Started by root, nginx workers run as another user and must get in.
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createDirectories(home.resolve("run"));
    conf = new MountedVolume(home.resolve("etc/conf"));
    auth = new MountedVolume(home.resolve("etc/auth"));
    address = freeAddress();
    var bin = Files.createDirectories(home.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("nginx"), nginx.path());
    for (var program : PROGRAMS) {
      Files.createSymbolicLink(bin.resolve(program), onPath(program));
    }
  }

  InetSocketAddress at(int port) {
    return new InetSocketAddress(address, port);
  }

  MountedVolume auth() {
    return auth;
  }

  MountedVolume conf() {
    return conf;
  }

  /** The volume of the certificate; there only when a test asks for it. */
  MountedVolume tls() throws IOException {
    return new MountedVolume(home.resolve("etc/tls"));
  }

  /** What only the container itself writes to. */
  Path run() {
    return home.resolve("run");
  }

  void publish(ProxyConfig config) throws IOException {
    conf.publish(relocated(config));
  }

  /** The files as this sandbox needs them; a test may break them before it publishes them. */
  Map<String, String> relocated(ProxyConfig config) {
    var host = address.getHostAddress();
    var files = new TreeMap<String, String>();
    config.files().forEach((name, text) -> files.put(name, text
        .replace("/etc/ollakeep", home.resolve("etc").toString())
        .replace("/run/ollakeep", run().toString())
        .replace("listen 8080;", "listen " + host + ":8080;")
        .replace("listen 8081;", "listen " + host + ":8081;")
        .replace("127.0.0.1:11434", host + ":11434")));
    return files;
  }

  Process start() throws IOException {
    var builder = new ProcessBuilder("/bin/sh", home.resolve("etc/conf/entrypoint.sh").toString())
        .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("stdout").toFile()))
        .redirectError(ProcessBuilder.Redirect.appendTo(home.resolve("stderr").toFile()));
    builder.environment().put("PATH", home.resolve("bin").toString());
    builder.environment().put("POLL", "0.1");
    builder.environment().put(Tools.NGINX, "a list of sockets, as nginx would read it");
    process = builder.start();
    return process;
  }

  /** What kubelet does when a pod ends; returns when the container has. */
  int terminate() throws InterruptedException {
    process.destroy();
    return process.waitFor();
  }

  /** What kubelet does on a node that fails: every process dies, the volumes stay. */
  void kill() throws InterruptedException {
    var descendants = process.descendants().toList();
    process.destroyForcibly().waitFor();
    descendants.forEach(ProcessHandle::destroyForcibly);
    await().until(() -> descendants.stream().noneMatch(ProcessHandle::isAlive));
  }

  ConditionFactory await() {
    return Awaitility.await().atMost(20, TimeUnit.SECONDS).pollInterval(20, TimeUnit.MILLISECONDS)
        .conditionEvaluationListener(condition -> { });
  }

  /** Waits until the process that answers runs the wanted configuration, and nothing newer was refused. */
  void awaitLive(String version) {
    awaitConfigz("{\"live\":\"" + version + "\",\"rejected\":\"\"}");
  }

  void awaitConfigz(String answer) {
    await().ignoreExceptions().until(() -> get(INTERNAL, "/configz").body().strip(), answer::equals);
  }

  HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
    return send(request(port, path).build());
  }

  HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://" + address.getHostAddress() + ":" + port + path)).timeout(Duration.ofSeconds(10));
  }

  HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  boolean accepts(int port) {
    try (var probe = new Socket()) {
      probe.connect(at(port), 1000);
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  String accessLog() throws IOException {
    return Files.readString(home.resolve("stdout"));
  }

  String errorLog() throws IOException {
    return Files.readString(home.resolve("stderr"));
  }

  @Override
  public void close() throws Exception {
    if (process != null) {
      kill();
    }
    try (var files = Files.walk(home)) {
      files.sorted(Comparator.reverseOrder()).forEach(ProxySandbox::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path onPath(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(directory -> Path.of(directory, program)).filter(Files::isExecutable).findFirst().orElseThrow();
  }

  private static InetAddress freeAddress() throws IOException {
    while (true) {
      var random = ThreadLocalRandom.current();
      var candidate = InetAddress.getByAddress(
          new byte[] {127, (byte) random.nextInt(1, 255), (byte) random.nextInt(256), (byte) random.nextInt(1, 255)});
      if (isFree(candidate, PUBLIC) && isFree(candidate, INTERNAL) && isFree(candidate, OLLAMA)) {
        return candidate;
      }
    }
  }

  private static boolean isFree(InetAddress address, int port) {
    try (var probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(address, port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}

package dev.ollakeep.operator.proxy.nginx;

import dev.ollakeep.operator.proxy.ProxyContract;
import dev.ollakeep.operator.proxy.nginx.SandboxAddress.Family;
import dev.ollakeep.testing.NginxBinary;
import dev.ollakeep.testing.OwnSession;
import dev.ollakeep.testing.Reaper;
import dev.ollakeep.testing.Tools;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * The proxy container on this machine: its real command with a real Nginx, its volumes in a directory, an address of its own.
 *
 * <p>Of the files only the listeners' addresses, Ollama's and the two root directories are replaced. PATH holds nothing
 * but the programs that the entry script may use.
 */
public final class ProxySandbox implements AutoCloseable {

  public static final int PUBLIC = ProxyContract.PUBLIC_PORT;
  public static final int INTERNAL = ProxyContract.INTERNAL_PORT;
  public static final int OLLAMA = ProxyContract.OLLAMA_PORT;
  /** What alice sends. */
  public static final String ALICE = AuthFiles.basic("alice", "a-secret-of-alice");
  private static final String[] PROGRAMS = {"cat", "cp", "cut", "mkdir", "mv", "rm", "sha256sum", "sleep"};

  private final Path home;
  private final SandboxAddress address = SandboxAddress.take();
  private final Family family;
  private boolean ipv6 = SandboxAddress.hasIpv6();
  private final HttpClient client = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();
  private final MountedVolume conf;
  private final MountedVolume auth;
  private final Reaper reaper;
  private Process process;
  private int patience;

  public ProxySandbox(NginxBinary nginx) throws IOException {
    this(nginx, Family.IPV4);
  }

  /** One that is asked by addresses of that family; it listens on both. */
  public ProxySandbox(NginxBinary nginx, Family family) throws IOException {
    this.family = family;
    home = Files.createTempDirectory("ollakeep-proxy");
    // Started by root, nginx workers run as another user and must get in.
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createDirectories(home.resolve("run"));
    Files.createDirectories(home.resolve("pids"));
    reaper = Reaper.of(home);
    conf = new MountedVolume(home.resolve("etc/conf"));
    auth = new MountedVolume(home.resolve("etc/auth"));
    var bin = Files.createDirectories(home.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("nginx"), nginx.path());
    for (var program : PROGRAMS) {
      Files.createSymbolicLink(bin.resolve(program), onPath(program));
    }
  }

  /** One that runs the default configuration, changed, and knows alice, who may generate. */
  public static ProxySandbox knowingAlice(NginxBinary nginx, UnaryOperator<String> change) throws IOException {
    var proxy = new ProxySandbox(nginx);
    proxy.auth().publish(new AuthFiles().user("alice", "user", "a-secret-of-alice").files());
    var files = new TreeMap<>(ProxyConfig.of(SettingsExample.DEFAULTS.settings()).files());
    files.compute(ProxyContract.NGINX_CONF, (name, text) -> change.apply(text));
    proxy.publish(new ProxyConfig(files));
    return proxy;
  }

  /** Starts it and waits until it serves. */
  public Process startServing() throws IOException {
    start();
    awaitLive(ProxyConfig.of(SettingsExample.DEFAULTS.settings()).version());
    return process;
  }

  /** Has it replace its workers, by another configuration of the same meaning. */
  public void reload() throws IOException {
    var other = ProxyConfig.of(SettingsExample.settings("{proxy: {timeouts: {read: 61m}}}"));
    publish(other);
    awaitLive(other.version());
  }

  public InetSocketAddress at(int port) {
    return address.at(family, port);
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
    var files = new TreeMap<String, String>();
    config.files().forEach((name, text) -> files.put(name, address.relocated(text)
        .replace("/etc/ollakeep", home.resolve("etc").toString()).replace("/sys/fs/cgroup", home.resolve("cgroup").toString())
        .replace(ProxyContract.RUN_DIRECTORY, run().toString())
        .replace("/proc/net/if_inet6", ipv6 ? "/proc/net/if_inet6" : home.resolve("none").toString())
        .replace(":" + hex(PUBLIC) + "'", ":" + hex(at(PUBLIC).getPort()) + "'")));
    return files;
  }

  /** As a kernel without IPv6 would have it; before {@link #publish}. */
  void withoutIpv6() {
    ipv6 = false;
  }

  /** What the kernel lets the container have, in the words of control groups of version 2 or 1. */
  void limitMemory(String file, String bytes) throws IOException {
    Files.createDirectories(home.resolve("cgroup/memory"));
    Files.writeString(home.resolve("cgroup").resolve(file), bytes + "\n");
  }

  /** As the kernel writes ports in its tables of connections. */
  private static String hex(int port) {
    return "%04X".formatted(port);
  }

  /** How long clients who were not let in may hold up a reload or the end; before {@link #start}. */
  public void patience(int seconds) {
    patience = seconds;
  }

  public Process start() throws IOException {
    var builder = new ProcessBuilder(OwnSession.command("/bin/sh", home.resolve("etc/conf/entrypoint.sh").toString()))
        .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("stdout").toFile()))
        .redirectError(ProcessBuilder.Redirect.appendTo(home.resolve("stderr").toFile()));
    builder.environment().put("PATH", home.resolve("bin").toString());
    builder.environment().put("POLL", "0.1");
    if (patience > 0) {
      builder.environment().put("PATIENCE", Integer.toString(patience));
    }
    builder.environment().put(Tools.NGINX, "a list of sockets, as nginx would read it");
    process = builder.start();
    // Should this JVM be killed, the reaper ends the container.
    Files.writeString(home.resolve("pids").resolve(String.valueOf(process.pid())), "-" + process.pid());
    return process;
  }

  /** What kubelet does when a pod ends; returns when the container has. */
  int terminate() throws InterruptedException {
    process.destroy();
    return process.waitFor();
  }

  /** What kubelet does on a node that fails: every process dies, workers of a master that was killed too; the volumes stay. */
  void kill() throws InterruptedException, IOException {
    var descendants = process.descendants().toList();
    process.destroyForcibly().waitFor();
    descendants.forEach(ProcessHandle::destroyForcibly);
    OwnSession.end(process.pid());
    await().until(() -> descendants.stream().noneMatch(ProcessHandle::isAlive));
  }

  public ConditionFactory await() {
    return Awaitility.await().atMost(60, TimeUnit.SECONDS).pollInterval(20, TimeUnit.MILLISECONDS)
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
    var host = family == Family.IPV4 ? at(port).getAddress().getHostAddress() : "[::1]";
    return HttpRequest.newBuilder(URI.create("http://" + host + ":" + at(port).getPort() + path)).timeout(Duration.ofSeconds(10));
  }

  HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  public boolean accepts(int port) {
    return accepts(family, port);
  }

  boolean accepts(Family way, int port) {
    try (var probe = new Socket()) {
      probe.connect(address.at(way, port), 1000);
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  public String accessLog() throws IOException {
    return Files.readString(home.resolve("stdout"));
  }

  public String errorLog() throws IOException {
    return Files.readString(home.resolve("stderr"));
  }

  @Override
  public void close() throws Exception {
    if (process != null) {
      kill();
    }
    reaper.close();
  }

  private static Path onPath(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(directory -> Path.of(directory, program)).filter(Files::isExecutable).findFirst().orElseThrow();
  }
}

package dev.ollakeep.operator.proxy.attack;

import dev.ollakeep.operator.proxy.ProxyContract;
import dev.ollakeep.operator.proxy.nginx.SandboxAddress;
import dev.ollakeep.operator.proxy.nginx.SandboxAddress.Family;
import dev.ollakeep.testing.Tools;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * One real Nginx on a loopback address of its own.
 *
 * <p>Of the configuration only the bind addresses, Ollama's address and the two root directories are substituted.
 */
final class AttackedNginx implements Closeable {
  static final int PUBLIC = ProxyContract.PUBLIC_PORT;
  static final int INTERNAL = ProxyContract.INTERNAL_PORT;
  static final int OLLAMA = ProxyContract.OLLAMA_PORT;
  private final Path home;
  private final SandboxAddress address = SandboxAddress.take();
  private Process process;

  AttackedNginx() throws IOException {
    home = Files.createTempDirectory("ollakeep-attack");
    // Started by root, the workers run as another user and must get in.
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createDirectories(home.resolve("etc/auth"));
    Files.createDirectories(home.resolve("run"));
  }

  Path authDirectory() {
    return home.resolve("etc/auth");
  }

  Path runDirectory() {
    return home.resolve("run");
  }

  InetSocketAddress at(int port) {
    return at(Family.IPV4, port);
  }

  InetSocketAddress at(Family family, int port) {
    return address.at(family, port);
  }

  void start(Path nginx, String configuration) throws IOException {
    Path file = Files.writeString(home.resolve("nginx.conf"), relocated(configuration));
    ProcessBuilder builder = new ProcessBuilder(nginx.toString(), "-e", "stderr", "-c", file.toString())
        .directory(home.toFile())
        .redirectOutput(home.resolve("access.log").toFile())
        .redirectError(home.resolve("error.log").toFile());
    // Nginx takes its own variable NGINX for a list of inherited sockets.
    builder.environment().remove(Tools.NGINX);
    process = builder.start();
    Awaitility.await("nginx listens").pollInterval(Duration.ofMillis(10)).atMost(Duration.ofSeconds(60)).until(() -> {
      if (!process.isAlive()) {
        throw new IllegalStateException("nginx ended: " + errorLog());
      }
      return accepts(PUBLIC) && accepts(INTERNAL);
    });
  }

  String accessLog() throws IOException {
    return Files.readString(home.resolve("access.log"), StandardCharsets.ISO_8859_1);
  }

  String errorLog() throws IOException {
    return Files.readString(home.resolve("error.log"), StandardCharsets.ISO_8859_1);
  }

  /** Lines that Nginx wrote because of some request. */
  List<String> requestsInErrorLog() throws IOException {
    return errorLog().lines().filter(line -> line.contains("client: ")).toList();
  }

  private String relocated(String configuration) {
    String text = replaced(configuration, "/etc/ollakeep", home.resolve("etc").toString());
    return address.relocated(replaced(text, ProxyContract.RUN_DIRECTORY, home.resolve("run").toString()));
  }

  private static String replaced(String text, String from, String to) {
    if (!text.contains(from)) {
      throw new IllegalStateException("the configuration no longer says '" + from + "'");
    }
    return text.replace(from, to);
  }

  private boolean accepts(int port) {
    try (Socket probe = new Socket()) {
      probe.connect(at(port), 1000);
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  /** Ends it; its logs are complete then and can still be read. */
  void stop() {
    if (process != null) {
      process.destroy();
      process.onExit().orTimeout(20, TimeUnit.SECONDS).exceptionally(late -> process.destroyForcibly()).join();
    }
  }

  @Override
  public void close() throws IOException {
    stop();
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}

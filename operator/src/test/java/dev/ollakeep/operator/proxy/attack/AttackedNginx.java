package dev.ollakeep.operator.proxy.attack;

import dev.ollakeep.testing.Tools;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * One real Nginx on a loopback address of its own.
 *
 * <p>Of the configuration only the bind address, Ollama's address and the two root directories are substituted.
 */
final class AttackedNginx implements Closeable {
  static final int PUBLIC = 8080;
  static final int INTERNAL = 8081;
  static final int OLLAMA = 11434;
  private final Path home;
  private final InetAddress address;
  private Process process;

  AttackedNginx() throws IOException {
    home = Files.createTempDirectory("ollakeep-attack");
    // Started by root, the workers run as another user and must get in.
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createDirectories(home.resolve("etc/auth"));
    Files.createDirectories(home.resolve("run"));
    address = freeAddress();
  }

  Path authDirectory() {
    return home.resolve("etc/auth");
  }

  Path runDirectory() {
    return home.resolve("run");
  }

  InetSocketAddress at(int port) {
    return new InetSocketAddress(address, port);
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
    Awaitility.await("nginx listens").pollInterval(Duration.ofMillis(10)).atMost(Duration.ofSeconds(20)).until(() -> {
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

  private String relocated(String configuration) {
    String host = address.getHostAddress();
    String text = replaced(configuration, "/etc/ollakeep", home.resolve("etc").toString());
    text = replaced(text, "/run/ollakeep", home.resolve("run").toString());
    text = replaced(text, "listen 8080", "listen " + host + ":8080");
    text = replaced(text, "listen 8081", "listen " + host + ":8081");
    return replaced(text, "127.0.0.1:11434", host + ":11434");
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

  private static InetAddress freeAddress() throws IOException {
    while (true) {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      byte[] bytes = {127, (byte) random.nextInt(1, 255), (byte) random.nextInt(256), (byte) random.nextInt(1, 255)};
      InetAddress candidate = InetAddress.getByAddress(bytes);
      if (free(candidate, PUBLIC) && free(candidate, INTERNAL) && free(candidate, OLLAMA)) {
        return candidate;
      }
    }
  }

  private static boolean free(InetAddress address, int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(address, port));
      return true;
    } catch (IOException taken) {
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

package dev.ollakeep.operator.reconcile;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** The two listeners of a pod on a loopback address of its own, saying what a test wants. */
final class FakeProxy implements AutoCloseable {

  private static final int PUBLIC = 8080;
  private static final int INTERNAL = 8081;

  private final String address;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final HttpServer open;
  private final HttpServer internal;
  private ServerSocket ollama;
  private volatile String revision = "0";
  private volatile String config = "{}";
  private volatile String version = "0.17.4";
  private volatile boolean open401 = true;
  private volatile boolean hanging;
  private volatile boolean dripping;

  private FakeProxy(String address, HttpServer open, HttpServer internal) {
    this.address = address;
    this.open = open;
    this.internal = internal;
    internal.createContext("/auth-revision", exchange -> answer(exchange, 200, revision));
    internal.createContext("/configz", exchange -> answer(exchange, 200, config));
    open.createContext("/api/tags", exchange -> answer(exchange, open401 ? 401 : 200, "{}"));
    open.createContext("/api/version", exchange -> answer(exchange, 200, "{\"version\":\"" + version + "\"}"));
    for (var server : new HttpServer[] {open, internal}) {
      server.setExecutor(threads);
      server.start();
    }
  }

  /** Takes a loopback address whose two ports are free. */
  static FakeProxy start() throws IOException {
    for (int attempt = 0; attempt < 50; attempt++) {
      var random = ThreadLocalRandom.current();
      var address = "127." + random.nextInt(1, 250) + "." + random.nextInt(1, 250) + "." + random.nextInt(1, 250);
      try {
        var open = HttpServer.create(new InetSocketAddress(address, PUBLIC), 8);
        return new FakeProxy(address, open, HttpServer.create(new InetSocketAddress(address, INTERNAL), 8));
      } catch (BindException taken) {
        continue;
      }
    }
    throw new IOException("no free loopback address");
  }

  String address() {
    return address;
  }

  int requests() {
    return requests.get();
  }

  void serves(long revision, String live, String rejected) {
    this.revision = Long.toString(revision);
    this.config = "{\"live\":\"" + live + "\",\"rejected\":\"" + rejected + "\"}";
  }

  void saysInsteadOfTheRevision(String text) {
    revision = text;
  }

  /** An Ollama that was taken over may say anything. */
  void saysItIs(String text) {
    version = text;
  }

  void letsEverybodyIn() {
    open401 = false;
  }

  void hangs() {
    hanging = true;
  }

  /** Headers at once, then a body that never ends. */
  void drips() {
    dripping = true;
  }

  void opensOllamasPort() throws IOException {
    ollama = new ServerSocket(11434, 8, InetAddress.getByName(address));
  }

  private void answer(HttpExchange exchange, int status, String text) throws IOException {
    requests.incrementAndGet();
    try (exchange) {
      if (hanging) {
        closed.await();
      }
      if (dripping) {
        exchange.sendResponseHeaders(status, 0);
        exchange.getResponseBody().write('7');
        exchange.getResponseBody().flush();
        closed.await();
      }
      var body = (text + "\n").getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    open.stop(0);
    internal.stop(0);
    threads.shutdownNow();
    try {
      if (ollama != null) {
        ollama.close();
      }
    } catch (IOException alreadyClosed) {
      throw new IllegalStateException(alreadyClosed);
    }
  }
}

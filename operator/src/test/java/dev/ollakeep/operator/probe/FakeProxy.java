package dev.ollakeep.operator.probe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** The two listeners of a pod on a loopback address of its own, saying what a test wants. */
public final class FakeProxy implements AutoCloseable {

  private static final int PUBLIC = 8080;
  private static final int INTERNAL = 8081;
  private static final int OLLAMA = 11434;
  private static final String REFUSAL = "{\"error\":\"authentication required: send Basic credentials\"}";

  private final String address;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final AtomicInteger requests = new AtomicInteger();
  private final List<Closeable> others = new ArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final HttpServer open;
  private final HttpServer internal;
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
    internal.createContext("/healthz", exchange -> answer(exchange, 200, "{\"version\":\"" + version + "\"}"));
    open.createContext("/api/tags", exchange -> answer(exchange, open401 ? 401 : 200, open401 ? REFUSAL : "{\"models\":[]}"));
    for (var server : new HttpServer[] {open, internal}) {
      server.setExecutor(threads);
      server.start();
    }
  }

  /** Takes a loopback address whose two ports are free. */
  public static FakeProxy start() throws IOException {
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

  public String address() {
    return address;
  }

  int requests() {
    return requests.get();
  }

  public void serves(long revision, String live, String rejected) {
    this.revision = Long.toString(revision);
    this.config = "{\"live\":\"" + live + "\",\"rejected\":\"" + rejected + "\"}";
  }

  void saysInsteadOfTheRevision(String text) {
    revision = text;
  }

  void saysInsteadOfTheConfiguration(String json) {
    config = json;
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

  /** As a mesh does, whatever is behind it. */
  void acceptsOnOllamasPort() throws IOException {
    var socket = new ServerSocket(OLLAMA, 8, InetAddress.getByName(address));
    others.add(socket);
  }

  void opensOllamasPort() throws IOException {
    var ollama = HttpServer.create(new InetSocketAddress(address, OLLAMA), 8);
    ollama.createContext("/", exchange -> answer(exchange, 200, "Ollama is running"));
    ollama.setExecutor(threads);
    ollama.start();
    others.add(() -> ollama.stop(0));
  }

  /** The pod has ended, and the address is another's. */
  void ends() {
    open.stop(0);
    internal.stop(0);
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
      for (var other : others) {
        other.close();
      }
    } catch (IOException alreadyClosed) {
      throw new IllegalStateException(alreadyClosed);
    }
  }
}

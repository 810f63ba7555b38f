package dev.ollakeep.operator.process;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Answers the kubelet: {@code /livez} says that the process answers, {@code /readyz} that it works; and Prometheus at
 * {@code /metrics}.
 *
 * <p>Liveness never depends on the API server: restarting the operator would not mend it.
 */
public final class HealthServer implements AutoCloseable {

  private static final int THREADS = 8;
  private static final int REQUEST_SECONDS = 5;

  private final HttpServer server;
  private final ExecutorService threads;

  private HealthServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Has half-sent requests closed after a while, which would hold a thread each for ever, until the kubelet gets no answer.
   *
   * <p>For the whole JVM, and only before its first server of this kind: a setting of the JDK's that it reads once.
   */
  public static void closeHalfSentRequests() {
    System.setProperty("sun.net.httpserver.maxReqTime", Integer.toString(REQUEST_SECONDS));
  }

  /**
   * Starts to answer.
   *
   * @param ready whether the operator works
   * @param metrics in the text format of Prometheus
   * @throws IOException when the address cannot be bound
   */
  public static HealthServer start(InetSocketAddress address, BooleanSupplier ready, Supplier<String> metrics) throws IOException {
    var server = HttpServer.create(address, 16);
    var threads = Executors.newFixedThreadPool(THREADS, task -> daemon(task, "health"));
    server.setExecutor(threads);
    server.createContext("/", exchange -> answer(exchange, 404, "not found"));
    server.createContext("/livez", exchange -> answer(exchange, 200, "ok"));
    server.createContext("/readyz", exchange -> {
      var isReady = ready.getAsBoolean();
      answer(exchange, isReady ? 200 : 503, isReady ? "ok" : "not ready");
    });
    server.createContext("/metrics", exchange -> {
      exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
      answer(exchange, 200, metrics.get());
    });
    server.start();
    return new HealthServer(server, threads);
  }

  /** The port in use, which a configured port 0 leaves to the system. */
  public int port() {
    return server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, int code, String text) throws IOException {
    try (exchange) {
      var body = (text + "\n").getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(code, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static Thread daemon(Runnable task, String name) {
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

package dev.ollakeep.operator.chaos;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/** The proxy of one pod, on a loopback address of its own: it admits whom the volume it has mounted admits. */
final class MirrorPod implements AutoCloseable {

  private static final int PUBLIC = 8080;
  private static final int INTERNAL = 8081;
  private static final String VERSION = "{\"version\":\"0.17.4\"}";
  private static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
    var thread = new Thread(task, "mirror-pod");
    thread.setDaemon(true);
    return thread;
  });

  private final String address;
  private final HttpServer open;
  private final HttpServer internal;
  private volatile AuthFile auth;
  private volatile String config;

  private MirrorPod(String address, HttpServer open, HttpServer internal) {
    this.address = address;
    this.open = open;
    this.internal = internal;
    internal.createContext("/auth-revision", exchange -> answer(exchange, 200, Long.toString(auth.revision())));
    internal.createContext("/configz", exchange -> answer(exchange, 200, "{\"live\":\"" + config + "\",\"rejected\":\"\"}"));
    internal.createContext("/healthz", exchange -> answer(exchange, 200, VERSION));
    internal.createContext("/livez", exchange -> answer(exchange, 200, "ok"));
    open.createContext("/", this::login);
  }

  /** Starts with these volumes; an address is taken whose two ports are free. */
  static MirrorPod start(Secret auth, ConfigMap config) {
    for (int attempt = 0; attempt < 50; attempt++) {
      var random = ThreadLocalRandom.current();
      var address = "127." + random.nextInt(1, 250) + "." + random.nextInt(1, 250) + "." + random.nextInt(1, 250);
      try {
        var pod = new MirrorPod(address, listen(address, PUBLIC), listen(address, INTERNAL));
        pod.mount(auth, config);
        pod.open.start();
        pod.internal.start();
        return pod;
      } catch (BindException taken) {
        continue;
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    throw new IllegalStateException("no free loopback address");
  }

  private static HttpServer listen(String address, int port) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(address, port), 16);
    server.setExecutor(THREADS);
    return server;
  }

  String address() {
    return address;
  }

  /** The volumes change, in one moment. */
  void mount(Secret auth, ConfigMap config) {
    this.auth = AuthFile.of(auth);
    this.config = config.getData().get("version");
  }

  AuthFile auth() {
    return auth;
  }

  private void login(HttpExchange exchange) throws IOException {
    var header = exchange.getRequestHeaders().getFirst("Authorization");
    var pair = header == null ? "" : new String(Base64.getDecoder().decode(header.substring("Basic ".length())), StandardCharsets.UTF_8);
    var colon = pair.indexOf(':');
    var admitted = colon > 0 && auth.admits(pair.substring(0, colon), pair.substring(colon + 1));
    answer(exchange, admitted ? 200 : 401, admitted ? VERSION : "{\"error\":\"authentication required\"}");
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    try (exchange) {
      var body = text.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    open.stop(0);
    internal.stop(0);
  }
}

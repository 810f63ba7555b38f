package dev.ollakeep.operator.chaos;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between one operator and the real API server, counts its writes and lets requests fail as a script says.
 *
 * <p>An operator that has died gets no answer to anything any more, whatever it still tries.
 */
final class FaultyApi implements AutoCloseable {

  static {
    // Without it every small answer waits 40 ms for the acknowledgement of the one before.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static final int SILENCE_SECONDS = 60;
  private static final Set<String> PASSED_ON = Set.of("Content-type", "Accept", "User-agent");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(FaultyApi::daemon);
  private final Upstream upstream;
  private final WriteGuard guard;
  private final List<String> writes = new CopyOnWriteArrayList<>();
  private final Map<String, byte[]> lists = new ConcurrentHashMap<>();
  private final Set<WatchRelay> watches = ConcurrentHashMap.newKeySet();
  private final Set<ApiCall> unanswered = ConcurrentHashMap.newKeySet();
  private final CountDownLatch death = new CountDownLatch(1);
  private final AtomicInteger writing = new AtomicInteger();
  private volatile long lastWrite = System.nanoTime();
  private volatile Faults faults = Faults.NONE;

  FaultyApi(Upstream upstream, WriteGuard guard) {
    this.upstream = upstream;
    this.guard = guard;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Puts a script on; from now on writes are counted anew. Watches that stand are subject to it, too. */
  void play(Faults script) {
    writes.clear();
    faults = script;
    watches.forEach(watch -> watch.suffer(script.ofWatch(watch.call())));
  }

  Faults faults() {
    return faults;
  }

  /** The writes since the script was put on, those included that failed. */
  List<String> writes() {
    return List.copyOf(writes);
  }

  /** No write is under way, and none was for that long. */
  boolean isQuietFor(long millis) {
    return writing.get() == 0 && (System.nanoTime() - lastWrite) / 1_000_000 > millis;
  }

  /** The operator has been told of everything, and makes nothing of it. */
  boolean isCaughtUpFor(long millis) {
    return watches.stream().allMatch(WatchRelay::isIdle) && isQuietFor(millis);
  }

  boolean isDead() {
    return death.getCount() == 0;
  }

  List<String> unanswered() {
    return unanswered.stream().map(ApiCall::toString).sorted().toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!isDead()) {
        handle(exchange, ApiCall.of(exchange));
      }
    }
  }

  private void handle(HttpExchange exchange, ApiCall call) throws IOException {
    unanswered.add(call);
    try {
      if (call.isWatch()) {
        watch(exchange, call);
      } else {
        carryOut(exchange, call, fate(call));
      }
    } finally {
      unanswered.remove(call);
      if (call.isWrite()) {
        lastWrite = System.nanoTime();
      }
    }
  }

  private synchronized Fate fate(ApiCall call) {
    if (call.isWrite()) {
      writes.add(call.toString());
    }
    var fate = isDead() ? Fate.DIE_BEFORE : faults.of(call, call.isWrite() ? writes.size() : 0);
    if (fate == Fate.DIE_BEFORE) {
      die();
    }
    return fate;
  }

  private void carryOut(HttpExchange exchange, ApiCall call, Fate fate) throws IOException {
    switch (fate) {
      case DIE_BEFORE -> { }
      case NOT_FOUND -> ApiAnswer.refusal(404, "NotFound").send(exchange);
      case CONFLICT -> ApiAnswer.refusal(409, "Conflict").send(exchange);
      case TOO_MANY_REQUESTS -> ApiAnswer.refusal(429, "TooManyRequests").send(exchange);
      case INTERNAL_ERROR -> ApiAnswer.refusal(500, "InternalError").send(exchange);
      case UNAVAILABLE -> ApiAnswer.refusal(503, "ServiceUnavailable").send(exchange);
      case LOST_TIMEOUT -> ApiAnswer.refusal(504, "Timeout").send(exchange);
      case LOST_SILENCE -> sayNothing();
      case STALE_LIST -> stale(exchange, call);
      default -> answer(exchange, forward(exchange, call), fate);
    }
  }

  private void answer(HttpExchange exchange, ApiAnswer answer, Fate fate) throws IOException {
    switch (fate) {
      case DIE_AFTER -> die();
      case APPLIED_RESET -> { }
      case APPLIED_SILENCE -> sayNothing();
      case APPLIED_TIMEOUT -> ApiAnswer.refusal(504, "Timeout").send(exchange);
      case RESET_MID_BODY -> answer.sendHalf(exchange);
      default -> {
        if (!isDead()) {
          answer.send(exchange);
        }
      }
    }
  }

  /** Longer than any client may wait. */
  private void sayNothing() {
    try {
      death.await(SILENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  private void stale(HttpExchange exchange, ApiCall call) throws IOException {
    var earlier = lists.get(call.uri().toString());
    (earlier == null ? forward(exchange, call) : new ApiAnswer(200, "application/json", earlier)).send(exchange);
  }

  private ApiAnswer forward(HttpExchange exchange, ApiCall call) throws IOException {
    writing.addAndGet(call.isWrite() ? 1 : 0);
    try {
      return carried(exchange, call);
    } finally {
      writing.addAndGet(call.isWrite() ? -1 : 0);
    }
  }

  private ApiAnswer carried(HttpExchange exchange, ApiCall call) throws IOException {
    var ifApplied = guard.before(call);
    var response = upstream.send(call, headers(exchange));
    try (var body = response.body()) {
      var answer = new ApiAnswer(response.statusCode(), response.headers().firstValue("Content-Type").orElse(""), body.readAllBytes());
      if (answer.isSuccess()) {
        ifApplied.accept(answer);
        if (call.isList()) {
          lists.put(call.uri().toString(), answer.body());
        }
      }
      return answer;
    }
  }

  private void watch(HttpExchange exchange, ApiCall call) throws IOException {
    var fate = faults.ofWatch(call);
    if (fate.gone()) {
      ApiAnswer.refusal(410, "Expired").send(exchange);
      return;
    }
    var response = upstream.send(call, headers(exchange));
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(response.statusCode(), 0);
    unanswered.remove(call);
    try (var relay = new WatchRelay(call, response.body(), exchange.getResponseBody())) {
      watches.add(relay);
      relay.suffer(fate);
      if (!isDead()) {
        relay.run();
      }
      watches.remove(relay);
    }
  }

  private static List<String> headers(HttpExchange exchange) {
    var headers = new ArrayList<String>();
    exchange.getRequestHeaders().forEach((name, values) -> {
      if (PASSED_ON.contains(name)) {
        headers.addAll(List.of(name, values.get(0)));
      }
    });
    return headers;
  }

  /** From now on nothing gets through. */
  void die() {
    death.countDown();
    watches.forEach(WatchRelay::close);
  }

  private static Thread daemon(Runnable task) {
    var thread = new Thread(task, "faulty-api");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    die();
    server.stop(0);
    threads.shutdownNow();
  }
}

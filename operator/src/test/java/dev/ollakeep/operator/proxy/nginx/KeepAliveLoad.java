package dev.ollakeep.operator.proxy.nginx;

import dev.ollakeep.operator.proxy.attack.RawHttp;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Clients that keep their connections and never retry: whatever does not answer 200 in full is a failure.
 *
 * <p>A connection is given up only when an answer said {@code Connection: close}.
 */
final class KeepAliveLoad implements AutoCloseable {

  /** Before what failed on a connection on which nothing had been answered: it may never have been accepted. */
  static final String UNUSED = "unused: ";

  private static final int CLIENTS = 4;

  private final InetSocketAddress address;
  private final byte[] request;
  private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
  private final AtomicLongArray answered = new AtomicLongArray(CLIENTS);
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private volatile boolean stopped;

  KeepAliveLoad(InetSocketAddress address, String authorization) {
    this.address = address;
    this.request = ("GET /api/version HTTP/1.1\r\nHost: x\r\nAuthorization: " + authorization + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  KeepAliveLoad start() {
    for (int i = 0; i < CLIENTS; i++) {
      int client = i;
      clients.execute(() -> run(client));
    }
    return this;
  }

  long answered() {
    return each().sum();
  }

  /** Answers of the client that got the fewest since some moment: with two, one request was surely asked and answered after it. */
  long fewestSince(long[] before) {
    return IntStream.range(0, CLIENTS).mapToLong(client -> answered.get(client) - before[client]).min().orElseThrow();
  }

  long[] byClient() {
    return each().toArray();
  }

  private LongStream each() {
    return IntStream.range(0, CLIENTS).mapToLong(answered::get);
  }

  Queue<String> failures() {
    return failures;
  }

  @Override
  public void close() throws InterruptedException {
    stopped = true;
    clients.shutdown();
    clients.awaitTermination(20, TimeUnit.SECONDS);
  }

  private void run(int client) {
    while (!stopped) {
      var before = answered.get(client);
      try (var connection = new RawHttp(address)) {
        boolean open = true;
        while (open && !stopped) {
          connection.send(request);
          var answer = connection.answer(false);
          if (answer.status() != 200) {
            failures.add(answer.head().startLine());
          }
          open = answer.keepsOpen();
          answered.incrementAndGet(client);
        }
      } catch (IOException e) {
        failures.add(answered.get(client) == before ? UNUSED + e : e.toString());
      }
    }
  }
}

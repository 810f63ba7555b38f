package dev.ollakeep.operator.proxy.flood;

import dev.ollakeep.operator.proxy.attack.RawHttp;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Users who go on working while others flood: each keeps a connection for a while and then opens another one.
 *
 * <p>They never retry: whatever does not answer 200 in full is a failure.
 */
final class GoodUsers implements AutoCloseable {

  private static final int REQUESTS_PER_CONNECTION = 10;
  private static final int PAUSE_MILLIS = 170;
  private static final int PATIENCE_MILLIS = 20_000;

  private final InetSocketAddress address;
  private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads;
  private volatile boolean over;

  GoodUsers(InetSocketAddress address, List<String> authorizations) {
    this.address = address;
    this.threads = Executors.newFixedThreadPool(authorizations.size());
    authorizations.forEach(authorization -> threads.execute(() -> work(authorization)));
  }

  int answered() {
    return nanos.size();
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  /** The time within which so many of a hundred answers came. */
  double millis(double percentile) {
    long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, Math.floor(sorted.length * percentile / 100))] / 1e6;
  }

  private void work(String authorization) {
    byte[] request = ("GET /api/version HTTP/1.1\r\nHost: x\r\nAuthorization: " + authorization + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
    while (!over) {
      long begun = System.nanoTime();
      try (var connection = new RawHttp(address, PATIENCE_MILLIS)) {
        boolean open = true;
        for (int i = 0; i < REQUESTS_PER_CONNECTION && open && !over; i++) {
          connection.send(request);
          var answer = connection.answer(false);
          if (answer.status() != 200) {
            failures.add(answer.head().startLine());
          }
          open = answer.keepsOpen();
          nanos.add(System.nanoTime() - begun);
          TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
          begun = System.nanoTime();
        }
      } catch (IOException e) {
        failures.add(e.toString());
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  @Override
  public void close() throws InterruptedException {
    over = true;
    threads.shutdown();
    threads.awaitTermination(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
  }
}

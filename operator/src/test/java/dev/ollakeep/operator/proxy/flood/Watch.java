package dev.ollakeep.operator.proxy.flood;

import dev.ollakeep.operator.proxy.ProxyCapacity;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** One flood, and what it does to a proxy's memory and to others. */
final class Watch {

  /** What a proxy may take of its memory, whatever comes. */
  static final long SHARE = Quantity.getAmountInBytes(ProxyCapacity.DEFAULT_MEMORY).longValue() * 7 / 10;
  static final String HEAD = String.format("%-48s %6s %8s %9s %9s %8s %8s %8s %9s",
      "flood", "open", "opened", "sent MB", "peak MiB", "others", "failed", "p50 ms", "p99 ms");
  private static final int OTHERS = 3;
  private static final int LOOK_MILLIS = 50;

  private final Flood flood;
  private final InetSocketAddress address;
  private final LongSupplier memory;
  private long peak;
  private String row = "";
  private List<String> failures = List.of();

  Watch(Flood flood, InetSocketAddress address, LongSupplier memory) {
    this.flood = flood;
    this.address = address;
    this.memory = memory;
  }

  /** Floods, while others with a good secret go on at their own address. */
  void during(Duration time, InetSocketAddress others, String authorization) throws IOException, InterruptedException {
    try (var users = new GoodUsers(others, Collections.nCopies(OTHERS, authorization));
        var attackers = new Attackers(address, flood.script(), flood.connections()).start()) {
      long end = System.nanoTime() + time.toNanos();
      while (System.nanoTime() < end) {
        peak = Math.max(peak, memory.getAsLong());
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
      row = String.format("%-48s %6d %8d %9.1f %9d %8d %8d %8.1f %9.1f", flood.sentence(), attackers.open(), attackers.opened(),
          attackers.bytesSent() / 1e6, peak >> 20, users.answered(), users.failures().size(), users.millis(50), users.millis(99));
      failures = users.failures();
    }
  }

  /** In bytes. */
  long peak() {
    return peak;
  }

  List<String> failures() {
    return failures;
  }

  String row() {
    return row;
  }
}

package dev.ollakeep.operator.bench;

import dev.ollakeep.testing.ApiServer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How soon the packaged operator is ready in an empty cluster, and what it takes then: {@code StartBench [starts]}.
 *
 * <p>A program, not a test: it prints numbers, among them the load of the machine, and judges nothing.
 */
public final class StartBench {

  /** Long enough for what a start leaves behind to be done. */
  private static final Duration AT_REST = Duration.ofSeconds(5);

  private StartBench() {}

  /** Prints everything, in a minute. */
  public static void main(String[] arguments) {
    int starts = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
    try (var api = ApiServer.shared()) {
      Machine.print("at the start");
      System.out.println("flags " + LaunchFlags.ofTheImage());
      // The first one finds nothing in the caches of the file system.
      var ready = new Samples();
      IntStream.rangeClosed(0, starts).forEach(number -> start(api, number, ready));
      System.out.println("start of the process -> ready, the first one aside: " + ready);
      Machine.print("at the end");
    }
    // Threads of the libraries would keep the process.
    System.exit(0);
  }

  private static void start(ApiServer api, int number, Samples ready) {
    try (var operator = PackagedOperator.start(api, Map.of())) {
      var millis = (System.nanoTime() - operator.startedAt()) / 1_000_000;
      if (number > 0) {
        ready.addSince(operator.startedAt());
      }
      var cpu = operator.cpu();
      Pause.of(AT_REST);
      System.out.printf(Locale.ROOT, "  start %d: ready after %d ms, of CPU %d ms; at rest RSS %d MiB, live heap %s%n",
          number, millis, cpu.toMillis(), operator.mebibytes("VmRSS"), operator.liveHeap());
    }
  }
}

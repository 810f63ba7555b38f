package dev.ollakeep.operator.bench;

import dev.ollakeep.testing.ApiServer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * Many servers created at once, and the operator restarted over them: {@code ScaleBench [servers]}.
 *
 * <p>A program, not a test: it prints numbers, among them the load of the machine, and judges nothing.
 */
public final class ScaleBench {

  private static final Duration QUIET = Duration.ofSeconds(5);
  private static final Duration SAMPLED = Duration.ofMillis(500);

  private final ApiServer api;
  private final Fleet fleet;

  private ScaleBench(ApiServer api, Fleet fleet) {
    this.api = api;
    this.fleet = fleet;
  }

  /** Prints everything, in some minutes. */
  public static void main(String[] arguments) {
    int servers = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
    try (var api = ApiServer.shared();
        var fleet = new Fleet(api, servers)) {
      Machine.print("at the start");
      System.out.println(servers + " servers in 10 namespaces: " + Fleet.SHAPE + "; flags " + LaunchFlags.ofTheImage());
      var bench = new ScaleBench(api, fleet);
      bench.create();
      bench.restart();
      Machine.print("at the end");
    }
    // Threads of the libraries would keep the process.
    System.exit(0);
  }

  private void create() {
    try (var operator = PackagedOperator.start(api, Map.of())) {
      var idle = operator.mebibytes("VmRSS");
      var before = ServedCalls.of(api);
      var cpu = CpuTimes.now();
      var start = System.nanoTime();
      fleet.create();
      System.out.println("creation: the last resource was created after " + seconds(System.nanoTime() - start));
      var settled = fleet.awaitSettled() - start;
      var used = CpuTimes.now().since(cpu);
      Machine.print("when all were at rest");
      var writes = Pause.untilSteady(QUIET, SAMPLED, () -> ServedCalls.of(api).since(before).writes());
      System.out.println("  all at rest after   " + seconds(settled));
      System.out.printf(Locale.ROOT, "  writes per second   %.0f%n", writes.total() / (settled / 1e9));
      System.out.println("  writes a server     " + writes.each(fleet.size()));
      System.out.println("  reads a server      " + ServedCalls.of(api).since(before).reads().each(fleet.size()));
      System.out.println("  CPU until rest      " + used);
      System.out.printf(Locale.ROOT, "  writes per second if every processor had worked for this alone: %.0f%n",
          writes.total() * Runtime.getRuntime().availableProcessors() / used.total());
      System.out.println("  RSS before          " + idle + " MiB");
      memory(operator);
    }
  }

  private void restart() {
    var before = ServedCalls.of(api);
    try (var operator = PackagedOperator.start(api, Map.of())) {
      System.out.println("restart: ready after " + seconds(System.nanoTime() - operator.startedAt()));
      Pause.until(SAMPLED, () -> operator.serversSeen() == fleet.size());
      var seen = System.nanoTime() - operator.startedAt();
      Machine.print("when every server had been reconciled");
      var writes = Pause.untilSteady(QUIET, SAMPLED, () -> ServedCalls.of(api).since(before).writes());
      System.out.println("  every server reconciled after " + seconds(seen) + " from the start of the process");
      System.out.println("  writes              " + writes.each(1));
      System.out.println("  reads               " + ServedCalls.of(api).since(before).reads().each(1));
      System.out.printf(Locale.ROOT, "  CPU of the operator %.1f s%n", operator.cpu().toMillis() / 1e3);
      memory(operator);
    }
  }

  private static void memory(PackagedOperator operator) {
    System.out.println("  RSS at most         " + operator.mebibytes("VmHWM") + " MiB");
    System.out.println("  live heap after GC  " + operator.liveHeap());
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
  }
}

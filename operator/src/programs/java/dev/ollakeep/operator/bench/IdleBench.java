package dev.ollakeep.operator.bench;

import dev.ollakeep.testing.ApiServer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * What an operator does when nothing is to be done: {@code IdleBench [servers [minutes]]}.
 *
 * <p>A program, not a test: it prints numbers, among them the load of the machine, and judges nothing. It runs as the chart
 * runs it, holding the Lease, whose renewals are counted apart.
 */
public final class IdleBench {

  private static final Duration QUIET = Duration.ofSeconds(10);
  private static final Duration SAMPLED = Duration.ofSeconds(1);

  private IdleBench() {}

  /** Prints everything, in that many minutes and one or two more. */
  public static void main(String[] arguments) {
    int servers = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
    var time = Duration.ofMinutes(arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10);
    try (var api = ApiServer.shared();
        var fleet = new Fleet(api, servers);
        var operator = PackagedOperator.start(api, leading(api))) {
      System.out.println(servers + " servers in 10 namespaces: " + Fleet.SHAPE + "; flags " + LaunchFlags.ofTheImage());
      fleet.create();
      fleet.awaitSettled();
      var start = ServedCalls.of(api);
      Pause.untilSteady(QUIET, SAMPLED, () -> ServedCalls.of(api).since(start).writes());
      watch(api, operator, time);
    }
    // Threads of the libraries would keep the process.
    System.exit(0);
  }

  private static void watch(ApiServer api, PackagedOperator operator, Duration time) {
    Machine.print("at the start");
    var calls = ServedCalls.of(api);
    var cpu = operator.cpu();
    var begin = System.nanoTime();
    Pause.of(time);
    var used = operator.cpu().minus(cpu);
    var seconds = (System.nanoTime() - begin) / 1e9;
    var since = ServedCalls.of(api).since(calls);
    Machine.print("at the end");
    System.out.printf(Locale.ROOT, "idle for %.0f s%n", seconds);
    System.out.println("  writes              " + since.writes().each(1));
    System.out.println("  renewals of a Lease " + since.leases().each(1));
    System.out.println("  reads               " + since.reads().each(1));
    System.out.printf(Locale.ROOT, "  CPU of the operator %.2f s, %.2f %% of one processor%n",
        used.toMillis() / 1e3, used.toMillis() / 10.0 / seconds);
    System.out.println("  RSS                 " + operator.mebibytes("VmRSS") + " MiB, at most " + operator.mebibytes("VmHWM") + " MiB");
    System.out.println("  live heap after GC  " + operator.liveHeap());
  }

  private static Map<String, String> leading(ApiServer api) {
    return Map.of("OLLAKEEP_LEADER_ELECTION", "true", "OLLAKEEP_NAMESPACE", api.freshNamespace("operator"));
  }
}

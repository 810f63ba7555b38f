package dev.ollakeep.operator.chaos;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DynamicTest;

/**
 * Runs many things at the same time and makes a test of each.
 *
 * <p>System properties make it longer: {@code chaos.seeds=1-3}, {@code chaos.pairs=200}, {@code chaos.seed=7},
 * {@code chaos.parallel=8}; {@code chaos.workflow=rotated|renamed} makes it a part of itself.
 */
final class FaultCampaign {

  private FaultCampaign() {}

  /** One test for each task; all begin at once, as far as there is room. */
  static <T> Stream<DynamicTest> tests(List<String> names, List<Callable<T>> tasks, Judge<T> judge) {
    var threads = Executors.newFixedThreadPool(Integer.getInteger("chaos.parallel", 15));
    var running = tasks.stream().map(threads::submit).toList();
    threads.shutdown();
    return IntStream.range(0, names.size()).mapToObj(i ->
        DynamicTest.dynamicTest(names.get(i), () -> Assertions.assertThat(judge.failures(get(running.get(i)))).isEmpty()));
  }

  /** Finds what went wrong in a result, and prints it. */
  interface Judge<T> {
    List<String> failures(T result);
  }

  private static <T> T get(Future<T> running) throws Exception {
    try {
      return running.get();
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof Exception cause ? cause : failed;
    }
  }

  /** Whether somebody who asked for some workflows asked for this one. */
  static boolean wants(String sentence) {
    return Pattern.compile(System.getProperty("chaos.workflow", "")).matcher(sentence).find();
  }

  /** The same for faults, by {@code chaos.fault}. */
  static boolean wantsFault(ApiFault fault) {
    return Pattern.compile(System.getProperty("chaos.fault", "")).matcher(fault.name()).find();
  }

  /** Seeds of this campaign: those asked for, such as {@code 4-9}, or one. */
  static List<Long> seeds() {
    var text = System.getProperty("chaos.seeds", System.getProperty("chaos.seed", "1"));
    var ends = text.split("-");
    return LongStream.rangeClosed(Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1])).boxed().toList();
  }
}

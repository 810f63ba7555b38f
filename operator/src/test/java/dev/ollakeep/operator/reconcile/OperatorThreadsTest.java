package dev.ollakeep.operator.reconcile;

import static dev.ollakeep.operator.reconcile.TestNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** An idle operator sleeps, and of one that has stopped nothing goes on. */
@RequiresApiServer
class OperatorThreadsTest {

  private static final int WAKE_UPS = 60;

  @Test
  void theyEndWithTheOperator(ApiServer api) {
    var before = unnamed();
    var operator = OperatorUnderTest.start(api, api.freshNamespace("threads"));
    eventually(() -> assertThat(others(before)).as("its own").isNotEmpty());

    operator.close();

    eventually(() -> assertThat(others(before)).as("what goes on").isEmpty());
  }

  @Test
  void theySleepWhenThereIsNothingToDo(ApiServer api) throws Exception {
    var before = unnamed();
    try (var operator = OperatorUnderTest.start(api, api.freshNamespace("threads"))) {
      eventually(() -> assertThat(operator.requests().writes()).isEmpty());
      var threads = others(before);
      var waits = waits(threads);

      // Nothing is waited for: that nothing happens meanwhile is what is asked.
      TimeUnit.SECONDS.sleep(2);

      assertThat(waits(threads) - waits).as("how often %s woke up", threads).isLessThan(WAKE_UPS);
    }
  }

  private static List<Thread> others(Set<Thread> before) {
    return unnamed().stream().filter(thread -> !before.contains(thread)).toList();
  }

  /** Those of the framework's pools: every other thread has a name. */
  private static Set<Thread> unnamed() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches("pool-\\d+-thread-\\d+"))
        .collect(Collectors.toSet());
  }

  private static long waits(List<Thread> threads) {
    var all = ManagementFactory.getThreadMXBean();
    return threads.stream().map(thread -> all.getThreadInfo(thread.getId())).filter(info -> info != null)
        .mapToLong(info -> info.getWaitedCount()).sum();
  }
}

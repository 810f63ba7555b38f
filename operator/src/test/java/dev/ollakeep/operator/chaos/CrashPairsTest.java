package dev.ollakeep.operator.chaos;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The operator that takes over may die as well; {@code chaos.pairs} says how many random pairs are tried for each seed. */
@RequiresApiServer
class CrashPairsTest {

  private static final int PAIRS = Integer.getInteger("chaos.pairs", 14);
  private static final List<Workflow> CHOSEN = Workflows.ALL.stream()
      .filter(workflow -> !workflow.sentence().equals("a server is deleted")).toList();

  @TestFactory
  Stream<DynamicTest> randomPairs(ApiServer api) {
    var each = (PAIRS + CHOSEN.size() - 1) / CHOSEN.size();
    return Campaign.seeds().stream().flatMap(seed -> Campaign.tests(
        CHOSEN.stream().map(workflow -> workflow.sentence() + ", seed " + seed).toList(),
        CHOSEN.stream().map(workflow -> (Callable<CrashPoints.Result>) () ->
            new CrashPoints(api, workflow).pairs(each, seed)).toList(),
        result -> printed(result, seed)));
  }

  private static List<String> printed(CrashPoints.Result result, long seed) {
    System.out.println("crash pairs, seed " + seed + ": " + result);
    return result.failures();
  }
}

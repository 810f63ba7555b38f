package dev.ollakeep.operator.chaos;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The operator may die at any write, and so may whoever takes over: nobody is locked out, and another one finishes what was begun.
 *
 * <p>With {@code chaos.seeds} it dies before and after each write, and {@code chaos.pairs} says how many random pairs are tried
 * for each seed, all workflows together.
 */
@RequiresApiServer
class CrashPointsTest {

  private static final boolean LONG = System.getProperty("chaos.seeds") != null;
  private static final int PAIRS = Integer.getInteger("chaos.pairs", 14);
  private static final List<Workflow> CHOSEN = Workflows.ALL.stream()
      .filter(workflow -> FaultCampaign.wants(workflow.sentence())).toList();

  @TestFactory
  Stream<DynamicTest> everyPoint(ApiServer api) {
    return FaultCampaign.tests(
        CHOSEN.stream().map(Workflow::sentence).toList(),
        CHOSEN.stream().map(workflow -> (Callable<CrashPoints.Result>) () ->
            new CrashPoints(api, workflow).tried(choice(workflow))).toList(),
        CrashPointsTest::printed);
  }

  /** Of a server that is deleted little is left to die twice for. */
  private static CrashPoints.Choice choice(Workflow workflow) {
    var each = workflow.sentence().equals("a server is deleted") ? 0 : (PAIRS + CHOSEN.size() - 1) / CHOSEN.size();
    return new CrashPoints.Choice(LONG, each, FaultCampaign.seeds());
  }

  private static List<String> printed(CrashPoints.Result result) {
    System.out.println("crash points: " + result);
    return result.failures();
  }
}

package dev.ollakeep.operator.chaos;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The operator may die at any write: nobody is locked out, and another one finishes what it began. */
@RequiresApiServer
class CrashPointsTest {

  private static final List<Workflow> CHOSEN = Workflows.ALL.stream()
      .filter(workflow -> Campaign.wants(workflow.sentence())).toList();

  @TestFactory
  Stream<DynamicTest> everySinglePoint(ApiServer api) {
    return Campaign.tests(
        CHOSEN.stream().map(Workflow::sentence).toList(),
        CHOSEN.stream().map(workflow -> (Callable<CrashPoints.Result>) () -> new CrashPoints(api, workflow).single()).toList(),
        CrashPointsTest::printed);
  }

  private static List<String> printed(CrashPoints.Result result) {
    System.out.println("crash points: " + result);
    return result.failures();
  }
}

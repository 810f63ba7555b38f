package dev.ollakeep.operator.chaos;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The clock of the operator's machine may be set back or forth between rotations, and in the middle of one. */
@RequiresApiServer
class ClockJumpTest {

  private static final Workflow ROTATION = Workflows.named("every secret is rotated by the request of the server");
  private static final List<Duration> JUMPS =
      List.of(Duration.ofHours(1), Duration.ofHours(-1), Duration.ofDays(400), Duration.ofDays(-400));
  private static final int FORGIVEN = 2;

  @TestFactory
  Stream<DynamicTest> aRotationStartsAndEndsAfterAJump(ApiServer api) {
    return jumps(jump -> trial(api, clock -> {
      clock.jump(jump);
      return Faults.NONE;
    }));
  }

  /** The write in whose moment the clock jumps is the one that brings the new hashes to the pods. */
  @TestFactory
  Stream<DynamicTest> aRotationThatIsUnderWayGoesOnThroughAJump(ApiServer api) {
    return jumps(jump -> trial(api, clock -> (call, write) -> {
      if (write == 2) {
        clock.jump(jump);
      }
      return Fate.PASS;
    }));
  }

  private interface Script {
    Faults of(ShiftedClock clock);
  }

  private interface Case {
    List<String> worse(Duration jump);
  }

  private static Stream<DynamicTest> jumps(Case jumping) {
    return FaultCampaign.tests(
        JUMPS.stream().map(jump -> "by " + jump).toList(),
        JUMPS.stream().map(jump -> (Callable<List<String>>) () -> jumping.worse(jump)).toList(),
        worse -> worse);
  }

  private static List<String> trial(ApiServer api, Script script) {
    var clock = new ShiftedClock();
    try (var scene = new Scene(api, clock, 1)) {
      var clean = WorkflowRun.run(scene, ROTATION, Faults.NONE);
      return WorkflowRun.run(scene, ROTATION, script.of(clock)).worseThan(clean, FORGIVEN);
    }
  }
}

package dev.ollakeep.operator.chaos;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The API server may answer wrongly, late or not at all: everything still ends as if it had not.
 *
 * <p>Without {@code chaos.seeds} every kind of fault meets three of the six workflows; with it, all of them for every seed.
 */
@RequiresApiServer
class ApiFaultsTest {

  private static final boolean LONG = System.getProperty("chaos.seeds") != null;
  private static final List<Workflow> CHOSEN = Stream.of(
      "a server is created",
      "every secret is rotated by the request of the server",
      "a supplied password changes at its source",
      "a credential Secret is deleted",
      "a user is suspended",
      "a user is added").filter(FaultCampaign::wants).map(Workflows::named).toList();

  @TestFactory
  Stream<DynamicTest> everyKindOfFault(ApiServer api) {
    return FaultCampaign.tests(
        CHOSEN.stream().map(Workflow::sentence).toList(),
        CHOSEN.stream().map(workflow -> (Callable<ApiFaultRuns.Result>) () ->
            new ApiFaultRuns(api, workflow).all(runs(CHOSEN.indexOf(workflow)))).toList(),
        ApiFaultsTest::printed);
  }

  private static List<ApiFaultRuns.Run> runs(int workflow) {
    var runs = new ArrayList<ApiFaultRuns.Run>();
    for (var seed : FaultCampaign.seeds()) {
      for (var fault : ApiFault.values()) {
        if (FaultCampaign.wantsFault(fault) && (LONG || (fault.ordinal() + workflow) % 2 == 0)) {
          runs.add(new ApiFaultRuns.Run(fault, seed));
        }
      }
    }
    return runs;
  }

  private static List<String> printed(ApiFaultRuns.Result result) {
    System.out.println("API faults, seeds " + FaultCampaign.seeds() + ": " + result);
    return result.failures();
  }
}

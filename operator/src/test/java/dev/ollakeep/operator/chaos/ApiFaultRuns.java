package dev.ollakeep.operator.chaos;

import dev.ollakeep.testing.ApiServer;
import java.util.ArrayList;
import java.util.List;

/** Plays faults of the API server to one workflow after the other, in one scene as long as nothing goes wrong. */
final class ApiFaultRuns {

  private static final int FORGIVEN_EACH = 2;

  private final ApiServer api;
  private final Workflow workflow;
  private final List<String> failures = new ArrayList<>();
  private int runs;
  private int faults;

  ApiFaultRuns(ApiServer api, Workflow workflow) {
    this.api = api;
    this.workflow = workflow;
  }

  /** One kind of fault by one seed. */
  record Run(ApiFault fault, long seed) {}

  /** What came of all runs. */
  record Result(String workflow, int runs, int faults, List<String> failures) {
    @Override
    public String toString() {
      return "%-55s %4d runs %5d faults %4d failures".formatted(workflow, runs, faults, failures.size());
    }
  }

  Result all(List<Run> wanted) {
    var scene = new Scene(api, new ShiftedClock(), 1);
    try {
      var clean = WorkflowRun.run(scene, workflow, Faults.NONE);
      for (var run : wanted) {
        var trial = WorkflowRun.run(scene, workflow, run.fault().script(run.seed()));
        runs++;
        faults += trial.faults();
        var worse = trial.worseThan(clean, FORGIVEN_EACH * trial.faults());
        if (!worse.isEmpty()) {
          failures.add("%s, %s, seed %d:\n  %s".formatted(workflow, run.fault(), run.seed(), String.join("\n  ", worse)));
          scene.close();
          scene = new Scene(api, new ShiftedClock(), 1);
          WorkflowRun.run(scene, workflow, Faults.NONE);
        }
      }
      return new Result(workflow.sentence(), runs, faults, failures);
    } finally {
      scene.close();
    }
  }
}

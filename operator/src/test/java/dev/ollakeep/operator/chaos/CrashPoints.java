package dev.ollakeep.operator.chaos;

import dev.ollakeep.testing.ApiServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Lets the operator die at every write of a workflow: before it, and after it with the answer lost. Then in pairs.
 *
 * <p>All of one workflow happens in the same scene, one after the other, so that each point also starts from what the one
 * before has left.
 */
final class CrashPoints {

  private static final int FORGIVEN = 2;
  private static final int MOST = 60;

  private final ApiServer api;
  private final Workflow workflow;
  private final List<String> failures = new ArrayList<>();
  private final long begin = System.nanoTime();
  private int points;
  private int pairs;
  private Scene scene;
  private WorkflowRun clean;

  CrashPoints(ApiServer api, Workflow workflow) {
    this.api = api;
    this.workflow = workflow;
  }

  /**
   * Which points are tried.
   *
   * @param both before and after each write; otherwise after each, and before the first: for the API server, and for whoever takes
   *     over, to have died after a write is to have died before the next
   * @param pairs how many random pairs for each seed: whoever takes over dies, too
   */
  record Choice(boolean both, int pairs, List<Long> seeds) {}

  /** What came of all points of a workflow. */
  record Result(String workflow, int writes, int points, int pairs, List<String> failures, long seconds) {
    @Override
    public String toString() {
      return "%-55s %6d %6d %6d %8d %5d s".formatted(workflow, writes, points, pairs, failures.size(), seconds);
    }
  }

  Result tried(Choice choice) {
    try {
      open();
      singly(choice.both());
      choice.seeds().forEach(seed -> inPairs(choice.pairs(), seed));
      return new Result(workflow.sentence(), clean.writes().size(), points, pairs, failures, (System.nanoTime() - begin) / 1_000_000_000);
    } finally {
      close();
    }
  }

  private void singly(boolean both) {
    var reached = !clean.writes().isEmpty();
    for (int write = 1; write <= MOST && (reached || write <= clean.writes().size()); write++) {
      reached = ((both || write == 1) && isReached(write, Fate.DIE_BEFORE)) | isReached(write, Fate.DIE_AFTER);
    }
  }

  private void inPairs(int count, long seed) {
    var random = new Random(seed + workflow.sentence().hashCode());
    var fates = List.of(Fate.DIE_BEFORE, Fate.DIE_AFTER);
    for (int i = 0; i < count; i++) {
      var first = 1 + random.nextInt(Math.max(1, clean.writes().size()));
      var second = 1 + random.nextInt(Math.max(1, clean.writes().size() - first + 1));
      var one = fates.get(random.nextInt(2));
      var other = fates.get(random.nextInt(2));
      run("seed %d: %s write %d, then %s write %d of the next".formatted(seed, one, first, other, second),
          Faults.once(one, first), Faults.once(other, second));
    }
  }

  private boolean isReached(int write, Fate fate) {
    return run(fate + " write " + write, Faults.once(fate, write)).deaths() > 0;
  }

  private WorkflowRun run(String what, Faults... scripts) {
    var trial = WorkflowRun.run(scene, workflow, scripts);
    if (trial.deaths() == 0) {
      clean = clean.orBusier(trial);
    }
    var worse = trial.worseThan(clean, FORGIVEN * trial.deaths());
    points += trial.deaths() > 0 && scripts.length == 1 ? 1 : 0;
    pairs += trial.deaths() > 0 && scripts.length == 2 ? 1 : 0;
    if (!worse.isEmpty()) {
      failures.add(workflow + ", " + what + ":\n  " + String.join("\n  ", worse));
      reopen();
    }
    return trial;
  }

  private void open() {
    scene = new Scene(api, new ShiftedClock(), workflow.sentence().hashCode());
    clean = WorkflowRun.run(scene, workflow, Faults.NONE);
    clean = clean.orBusier(WorkflowRun.run(scene, workflow, Faults.NONE));
    if (!clean.broken().isEmpty()) {
      failures.add(workflow + ", without any fault:\n  " + String.join("\n  ", clean.broken()));
    }
  }

  /** A scene in which something went wrong proves nothing about the next point. */
  private void reopen() {
    close();
    open();
  }

  private void close() {
    if (scene != null) {
      scene.close();
    }
  }
}

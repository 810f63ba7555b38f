package dev.ollakeep.operator.chaos;

import dev.ollakeep.testing.ApiServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Lets the operator die at every write of a workflow: before it, and after it with the answer lost.
 *
 * <p>All points of one workflow happen in the same scene, one after the other, so that each also starts from what the one
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
  private Scene scene;
  private Trial clean;

  CrashPoints(ApiServer api, Workflow workflow) {
    this.api = api;
    this.workflow = workflow;
  }

  /** What came of all points of a workflow. */
  record Result(String workflow, int writes, int points, List<String> failures, long seconds) {
    @Override
    public String toString() {
      return "%-55s %6d %6d %8d %5d s".formatted(workflow, writes, points, failures.size(), seconds);
    }
  }

  /** Every single point. */
  Result single() {
    try {
      open();
      var reached = !clean.writes().isEmpty();
      for (int write = 1; write <= MOST && (reached || write <= clean.writes().size()); write++) {
        reached = isReached(write, Fate.DIE_BEFORE) | isReached(write, Fate.DIE_AFTER);
      }
      return result();
    } finally {
      close();
    }
  }

  /** Points in pairs: whoever takes over dies, too. */
  Result pairs(int count, long seed) {
    var random = new Random(seed + workflow.sentence().hashCode());
    var fates = List.of(Fate.DIE_BEFORE, Fate.DIE_AFTER);
    try {
      open();
      for (int i = 0; i < count; i++) {
        var first = 1 + random.nextInt(Math.max(1, clean.writes().size()));
        var second = 1 + random.nextInt(Math.max(1, clean.writes().size() - first + 1));
        var one = fates.get(random.nextInt(2));
        var other = fates.get(random.nextInt(2));
        run("%s write %d, then %s write %d of the next".formatted(one, first, other, second),
            Faults.once(one, first), Faults.once(other, second));
      }
      return result();
    } finally {
      close();
    }
  }

  private boolean isReached(int write, Fate fate) {
    return run(fate + " write " + write, Faults.once(fate, write)).deaths() > 0;
  }

  private Trial run(String what, Faults... scripts) {
    var trial = Trial.run(scene, workflow, scripts);
    if (trial.deaths() == 0) {
      clean = clean.orBusier(trial);
    }
    var worse = trial.worseThan(clean, FORGIVEN * trial.deaths());
    points += trial.deaths() > 0 ? 1 : 0;
    if (!worse.isEmpty()) {
      failures.add(workflow + ", " + what + ":\n  " + String.join("\n  ", worse));
      reopen();
    }
    return trial;
  }

  private void open() {
    scene = new Scene(api, new ShiftedClock(), workflow.sentence().hashCode());
    clean = Trial.run(scene, workflow, Faults.NONE);
    clean = clean.orBusier(Trial.run(scene, workflow, Faults.NONE));
    if (!clean.broken().isEmpty()) {
      failures.add(workflow + ", without any fault:\n  " + String.join("\n  ", clean.broken()));
    }
  }

  /** A scene in which something went wrong proves nothing about the next point. */
  private void reopen() {
    close();
    open();
  }

  private Result result() {
    return new Result(workflow.sentence(), clean.writes().size(), points, failures, (System.nanoTime() - begin) / 1_000_000_000);
  }

  private void close() {
    if (scene != null) {
      scene.close();
    }
  }
}

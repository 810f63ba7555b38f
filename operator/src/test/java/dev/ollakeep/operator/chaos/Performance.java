package dev.ollakeep.operator.chaos;

import java.util.ArrayList;
import java.util.List;

/** One act of a workflow, during which operators die and others take over; it keeps count. */
final class Performance {

  private final Scene scene;
  private final Faults[] scripts;
  private final List<String> writes = new ArrayList<>();
  private int deaths;
  private int faults;

  Performance(Scene scene, Faults... scripts) {
    this.scene = scene;
    this.scripts = scripts;
  }

  /** Returns when the workflow has reached its goal, however many operators that has taken. */
  void of(Workflow workflow) {
    scene.operator().api().play(scripts[0]);
    var goal = workflow.act().apply(scene);
    scene.settleOrDie(goal);
    while (scene.operator().isDead()) {
      count();
      deaths++;
      scene.revive(deaths < scripts.length ? scripts[deaths] : Faults.NONE);
      scene.settleOrDie(goal);
    }
  }

  /** The last operator meets no more faults, and its writes do not count any more. */
  void end() {
    count();
    scene.operator().api().play(Faults.NONE);
  }

  private void count() {
    var api = scene.operator().api();
    writes.addAll(api.writes());
    faults += api.faults() == Faults.NONE ? 0 : api.faults().count();
  }

  int deaths() {
    return deaths;
  }

  int faults() {
    return faults;
  }

  List<String> writes() {
    return writes;
  }
}

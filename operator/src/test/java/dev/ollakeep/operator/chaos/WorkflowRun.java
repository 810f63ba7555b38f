package dev.ollakeep.operator.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.awaitility.core.ConditionTimeoutException;

/**
 * One run of a workflow in a scene.
 *
 * @param deaths how often an operator died and another took over
 * @param faults how often something else went wrong
 * @param writes what all of them wrote together
 * @param wasted what of it was of no use
 * @param broken promises that were broken
 * @param end what lay in the namespace afterwards
 */
record WorkflowRun(int deaths, int faults, List<String> writes, List<String> wasted, List<String> broken, SortedMap<String, String> end) {

  /** Each operator plays the next script; the last one, and whoever comes after it, meets no fault. */
  static WorkflowRun run(Scene scene, Workflow workflow, Faults... scripts) {
    var performance = new Performance(scene, scripts);
    var broken = new ArrayList<String>();
    if (scene.operator().isDead()) {
      scene.revive(Faults.NONE);
    }
    try {
      workflow.prepare().accept(scene);
      scene.ledger().takeBroken().forEach(promise -> broken.add("while preparing: " + promise));
      var before = scene.pods().uids();
      scene.thrift().takeWasted();
      performance.of(workflow);
      if (!workflow.restarts() && !scene.pods().uids().equals(before)) {
        broken.add("9: pods were replaced");
      }
    } catch (ConditionTimeoutException never) {
      broken.add("never came to an end; " + scene.story());
    }
    var end = scene.endState(workflow);
    performance.end();
    var wasted = scene.thrift().takeWasted();
    broken.addAll(scene.ledger().takeBroken());
    broken.addAll(scene.lying().leaks(scene.ledger()).stream().map(leak -> "7: " + leak).toList());
    return new WorkflowRun(performance.deaths(), performance.faults(), performance.writes(), wasted, broken, end);
  }

  /** Of two runs without a fault the one that wrote more: two graces may end together or one after the other. */
  WorkflowRun orBusier(WorkflowRun other) {
    return other.broken().isEmpty() && other.deeds().size() > deeds().size() ? other : this;
  }

  /** Writes that change something: how often pods are touched and the status tells of them is a matter of their pace. */
  private List<String> deeds() {
    return writes.stream().filter(write -> !write.endsWith("/status") && !write.startsWith("PATCH pods/")).toList();
  }

  /** Everything about this run that is worse than a clean one. */
  List<String> worseThan(WorkflowRun clean, int writesForgiven) {
    var worse = new ArrayList<>(broken);
    if (deeds().size() > clean.deeds().size() + writesForgiven) {
      worse.add("wrote %s where a clean run writes %s".formatted(writes, clean.writes()));
    }
    if (wasted.size() > writesForgiven) {
      worse.add("%d of %s were of no use:\n  %s".formatted(wasted.size(), writes, String.join("\n  ", wasted)));
    }
    var other = new TreeMap<String, String>();
    end.forEach((name, object) -> {
      if (!object.equals(clean.end().get(name))) {
        other.put(name, object);
      }
    });
    clean.end().keySet().stream().filter(name -> !end.containsKey(name)).forEach(name -> other.put(name, "(missing)"));
    other.forEach((name, object) -> worse.add(difference(name, object, clean.end().getOrDefault(name, "(missing)"))));
    return worse;
  }

  private static String difference(String name, String is, String wanted) {
    var same = 0;
    while (same < Math.min(is.length(), wanted.length()) && is.charAt(same) == wanted.charAt(same)) {
      same++;
    }
    return "%s ends as %s\n  instead of %s".formatted(name, around(is, same), around(wanted, same));
  }

  private static String around(String text, int place) {
    return text.substring(Math.max(0, place - 200), Math.min(text.length(), place + 300));
  }
}

package dev.ollakeep.testing.player;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which Pods to create and to delete next so that a Deployment gets nearer to its template; pure.
 *
 * @param hash        of the wanted template
 * @param replicas    wanted
 * @param recreate    old Pods must be gone before new ones are made
 * @param surge       how many more than wanted may exist
 * @param unavailable how many fewer than wanted may be available
 */
record Rollout(String hash, int replicas, boolean recreate, int surge, int unavailable) {

  private static final Comparator<PodFact> UNREADY_AND_YOUNG_FIRST =
    Comparator.comparing(PodFact::available).thenComparing(PodFact::created, Comparator.reverseOrder()).thenComparing(PodFact::name);

  /**
   * One Pod of the Deployment.
   *
   * @param hash      of the template it was made from
   * @param available ready for long enough
   */
  record PodFact(String name, String hash, boolean available, boolean terminating, Instant created) { }

  /** What to do now; empty when nothing is to be done until a Pod changes. */
  record Step(int create, List<String> delete) { }

  Step next(List<PodFact> pods) {
    List<PodFact> live = pods.stream().filter(pod -> !pod.terminating()).sorted(UNREADY_AND_YOUNG_FIRST).toList();
    List<PodFact> fresh = live.stream().filter(pod -> pod.hash().equals(hash)).toList();
    List<PodFact> old = live.stream().filter(pod -> !pod.hash().equals(hash)).toList();
    boolean anyOldLeft = pods.stream().anyMatch(pod -> !pod.hash().equals(hash));
    List<String> delete = new ArrayList<>(names(fresh, fresh.size() - replicas));
    if (recreate) {
      delete.addAll(names(old, old.size()));
      return new Step(anyOldLeft ? 0 : Math.max(0, replicas - fresh.size()), delete);
    }
    delete.addAll(oldToDelete(live, fresh, old));
    int room = replicas + surge - live.size();
    return new Step(Math.max(0, Math.min(replicas - fresh.size(), room)), delete);
  }

  private List<String> oldToDelete(List<PodFact> live, List<PodFact> fresh, List<PodFact> old) {
    int leastAvailable = replicas - unavailable;
    int freshUnavailable = (int) fresh.stream().filter(pod -> !pod.available()).count();
    List<PodFact> unready = old.stream().filter(pod -> !pod.available()).toList();
    List<PodFact> ready = old.stream().filter(PodFact::available).toList();
    List<String> delete = new ArrayList<>(names(unready, live.size() - leastAvailable - freshUnavailable));
    int available = (int) live.stream().filter(PodFact::available).count();
    delete.addAll(names(ready, available - leastAvailable));
    return delete;
  }

  private static List<String> names(List<PodFact> pods, int count) {
    return pods.stream().limit(Math.max(0, count)).map(PodFact::name).toList();
  }
}

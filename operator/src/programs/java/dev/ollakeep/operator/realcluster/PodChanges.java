package dev.ollakeep.operator.realcluster;

import dev.ollakeep.operator.system.Site;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Pods that are added and removed while the crowd works; afterwards there are as many as before. */
final class PodChanges {

  private static final int MANY = 3;

  private final KubeletSite site;
  private final Crowd crowd;
  private final Containers containers;
  private final Random random;
  private final List<Pod> ending = new ArrayList<>();
  private int added;
  private int removed;
  private int outlived;

  PodChanges(KubeletSite site, Crowd crowd, Containers containers, Random random) {
    this.site = site;
    this.crowd = crowd;
    this.containers = containers;
    this.random = random;
  }

  /** Either a pod is deleted, or the server is scaled there and back; a lone pod is never deleted. */
  synchronized void happen() throws IOException, InterruptedException {
    var before = site.readyPods();
    if (before.size() == 1) {
      site.scale(MANY);
      welcome(before, MANY);
      shrink(newcomers(before), 1);
    } else if (random.nextBoolean()) {
      var leaving = before.get(random.nextInt(before.size()));
      crowd.leave(leaving);
      remember(leaving);
      site.client().resource(leaving).delete();
      welcome(before, before.size());
    } else {
      shrink(before.subList(1, before.size()), 1);
      site.scale(before.size());
      welcome(before, before.size());
    }
  }

  private void shrink(List<Pod> leaving, int replicas) throws InterruptedException {
    for (var pod : leaving) {
      site.markForRemoval(pod);
      crowd.leave(pod);
      remember(pod);
    }
    site.scale(replicas);
    Site.until("pods begin to end", () -> site.lastingPods().size() == replicas);
  }

  private void remember(Pod pod) {
    ending.add(pod);
    removed++;
  }

  private void welcome(List<Pod> before, int replicas) throws IOException, InterruptedException {
    site.untilPods(replicas);
    for (var pod : newcomers(before)) {
      containers.meet(List.of(pod));
      crowd.join(pod);
      added++;
    }
  }

  private List<Pod> newcomers(List<Pod> before) {
    return site.readyPods().stream().filter(pod -> !isAmong(before, pod)).toList();
  }

  private static boolean isAmong(List<Pod> pods, Pod pod) {
    return pods.stream().anyMatch(it -> it.getMetadata().getUid().equals(pod.getMetadata().getUid()));
  }

  /** Lets the streams of removed pods end, which have outlived the rotation, and waits until those pods are gone. */
  synchronized void finish() throws InterruptedException {
    for (var pod : ending) {
      if (crowd.hurry(pod)) {
        outlived++;
      }
    }
    for (var pod : ending) {
      crowd.finish(pod);
    }
    Site.until("removed pods are gone", () -> site.allPods().stream().noneMatch(pod -> isAmong(ending, pod)));
    ending.clear();
  }

  @Override
  public synchronized String toString() {
    return "pods added " + added + ", removed " + removed + "; " + outlived + " of these still streamed when the rotation was over";
  }
}

package dev.ollakeep.operator.realcluster;

import dev.ollakeep.operator.plan.Touch;
import dev.ollakeep.testing.SeenOrGone;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

/** When each pod was touched first for each of its targets, as a watcher of pods learns it. */
final class TouchLog implements AutoCloseable {

  private record First(String uid, String target, long at) {}

  private final List<First> touches = new CopyOnWriteArrayList<>();
  private final AutoCloseable watch;

  TouchLog(KubeletSite site) {
    watch = site.client().pods().inNamespace(site.namespace())
        .inform(new SeenOrGone<>(this::take, pod -> touches.removeIf(touch -> touch.uid().equals(pod.getMetadata().getUid()))));
  }

  /** The annotation is {@code <target> <attempt> <time>}; of one target only the first attempt is remembered. */
  private void take(Pod pod) {
    var annotations = pod.getMetadata().getAnnotations();
    var text = annotations == null ? null : annotations.get(Touch.ANNOTATION);
    if (text != null) {
      var uid = pod.getMetadata().getUid();
      var target = text.split(" ")[0];
      if (touches.stream().noneMatch(touch -> touch.uid().equals(uid) && touch.target().equals(target))) {
        touches.add(new First(uid, target, System.nanoTime()));
      }
    }
  }

  boolean anySince(long nanos) {
    return touches.stream().anyMatch(touch -> touch.at() >= nanos);
  }

  /** The last first touch of this pod in a span of time. */
  OptionalLong lastBetween(Pod pod, long from, long to) {
    return touches.stream()
        .filter(touch -> touch.uid().equals(pod.getMetadata().getUid()) && touch.at() >= from && touch.at() <= to)
        .mapToLong(First::at)
        .max();
  }

  @Override
  public void close() throws Exception {
    watch.close();
  }
}

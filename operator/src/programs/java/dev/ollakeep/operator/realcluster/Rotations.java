package dev.ollakeep.operator.realcluster;

import static org.awaitility.Awaitility.await;

import dev.ollakeep.operator.bench.Samples;
import dev.ollakeep.operator.realcluster.Disturbances.Disturbance;
import dev.ollakeep.operator.system.MountedSecrets;
import dev.ollakeep.operator.system.Site;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** One rotation after the other, how long each took, and what was not as promised. */
final class Rotations {

  private static final Duration WATCH = Duration.ofMillis(5);
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;

  private final KubeletSite site;
  private final MountedSecrets secrets;
  private final TouchLog touches;
  private final Samples published = new Samples();
  private final Samples refused = new Samples();
  private final Samples publishedDisturbed = new Samples();
  private final Samples refusedDisturbed = new Samples();
  private final Samples visible = new Samples();
  private final List<String> problems = new ArrayList<>();
  private int refusals;

  Rotations(KubeletSite site, MountedSecrets secrets, TouchLog touches) {
    this.site = site;
    this.secrets = secrets;
    this.touches = touches;
  }

  /** Returns when nothing is in flight any more and every pod has been asked for old and new secrets. */
  void rotate(int number, String request, Optional<Disturbance> disturbance) throws InterruptedException, ExecutionException {
    var everybody = number % 2 == 1;
    var users = everybody ? KubeletSite.USERS : List.of(KubeletSite.WITHOUT_GRACE);
    var old = site.logins(users);
    var eyes = site.readyPods().stream().map(pod -> new PodEye(pod, old.get(KubeletSite.WITHOUT_GRACE))).toList();
    var start = System.nanoTime();
    site.rotate(everybody, request);
    var happening = disturbance.map(it -> CompletableFuture.runAsync(() -> disturb(it, old, start)));
    untilPublished(old);
    (disturbance.isEmpty() ? published : publishedDisturbed).addSince(start);
    Site.until("the old secret is refused by every pod", () -> haveRefused(eyes));
    eyes.forEach(PodEye::close);
    eyes.stream().flatMapToLong(eye -> eye.refused().stream()).max()
        .ifPresent(last -> (disturbance.isEmpty() ? refused : refusedDisturbed).add(start, last));
    eyes.forEach(eye -> measureTouches(eye, start));
    tell(number + (everybody ? ", everybody" : ", one user") + disturbance.map(it -> ", " + it).orElse(""), start);
    if (happening.isPresent()) {
      happening.get().get();
    }
    site.untilSettled();
    judge(old);
  }

  /** So that a rotation that took long can be told from the others. */
  private static void tell(String what, long start) {
    System.out.printf(Locale.ROOT, "  rotation %s: %.1f s%n", what, (System.nanoTime() - start) / 1e9);
  }

  private void disturb(Disturbance disturbance, Map<String, String> old, long start) {
    await().pollDelay(Duration.ZERO).pollInterval(WATCH).atMost(Site.PATIENCE).until(() -> switch (disturbance.moment()) {
      case ASKED -> true;
      case TOUCHED -> touches.anySince(start);
      case PUBLISHED -> isPublished(old);
    });
    try {
      disturbance.happening().happen();
    } catch (Exception e) {
      throw new IllegalStateException("could not disturb by: " + disturbance.name(), e);
    }
  }

  private void untilPublished(Map<String, String> old) {
    await("the new secret is published").pollDelay(Duration.ZERO).pollInterval(WATCH).atMost(Site.PATIENCE)
        .until(() -> isPublished(old));
  }

  private boolean isPublished(Map<String, String> old) {
    var now = secrets.login(KubeletSite.SERVER, KubeletSite.WITHOUT_GRACE);
    return !old.get(KubeletSite.WITHOUT_GRACE).equals(now);
  }

  private boolean haveRefused(List<PodEye> eyes) {
    var lasting = site.lastingPods().stream().map(pod -> pod.getMetadata().getUid()).toList();
    return eyes.stream().allMatch(eye -> eye.refused().isPresent() || !lasting.contains(eye.pod().getMetadata().getUid()));
  }

  /** Both changes of a rotation count: the new hash that comes, the old one that goes. */
  private void measureTouches(PodEye eye, long start) {
    eye.marked().ifPresent(seen ->
        touches.lastBetween(eye.pod(), start, seen).ifPresent(touched -> visible.add(touched, seen)));
    eye.refused().ifPresent(seen ->
        touches.lastBetween(eye.pod(), eye.marked().orElse(start), seen).ifPresent(touched -> visible.add(touched, seen)));
  }

  private void judge(Map<String, String> old) {
    for (var pod : site.readyPods()) {
      old.forEach((user, login) -> {
        expect(pod, user + "'s old secret", UNAUTHORIZED, login);
        expect(pod, user + "'s new secret", OK, site.login(user));
        refusals++;
      });
    }
  }

  private void expect(Pod pod, String what, int status, String login) {
    var got = KubeletSite.ask(pod, login);
    if (got != status) {
      problems.add(pod.getMetadata().getName() + " answers " + got + " to " + what);
    }
  }

  List<String> problems() {
    return problems;
  }

  @Override
  public String toString() {
    return "  request -> published                       " + published
        + "\n  request -> old refused by every pod        " + refused
        + "\n  touch -> visible in the pod                " + visible
        + "\n  of disturbed ones: request -> published    " + publishedDisturbed
        + "\n                     request -> old refused  " + refusedDisturbed
        + "\n  old secrets refused afterwards: " + refusals + " of " + (refusals + problems.size());
  }
}

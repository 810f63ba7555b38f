package dev.ollakeep.operator.plan;

import dev.ollakeep.operator.children.Subject;
import dev.ollakeep.operator.credentials.CredentialSpec;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.observed.PodSeen;
import dev.ollakeep.operator.observed.PodSeen.AttackAnswer;
import dev.ollakeep.operator.observed.PodSeen.AuthAnswer;
import dev.ollakeep.operator.observed.PodSeen.ConfigAnswer;
import dev.ollakeep.operator.resources.ProxyConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which pods are touched now, and when to look again, so that changed volumes arrive in a second and not in a minute.
 *
 * <p>The pod's event and the Secret's event race inside the kubelet, so one touch may be one too early: while a pod lags it
 * is touched again, ever more rarely. So is one that let somebody in: it may run what was in the volume for a moment only. All memory is
 * in the annotation.
 */
record TouchSchedule(List<Touch> touches, Optional<Duration> wakeUp) {

  /** How long to wait after the n-th touch, and how often to ask the pod meanwhile; the last row repeats. */
  private static final List<Pace> PACES = List.of(
      new Pace(Duration.ofSeconds(1), Duration.ofMillis(500)),
      new Pace(Duration.ofSeconds(2), Duration.ofMillis(500)),
      new Pace(Duration.ofSeconds(4), Duration.ofSeconds(1)),
      new Pace(Duration.ofSeconds(8), Duration.ofSeconds(2)),
      new Pace(Duration.ofSeconds(15), Duration.ofSeconds(5)),
      new Pace(Duration.ofSeconds(30), Duration.ofSeconds(30)));

  private record Pace(Duration next, Duration poll) {}

  /**
   * What pods shall have reached.
   *
   * @param revision of the proxies' Secret; 0 when there is none
   * @param config version of the proxy's ConfigMap as it is stored; empty when there is none
   */
  record Target(long revision, String config) {

    private String text() {
      return "auth=" + revision + ",config=" + (config.isEmpty() ? "-" : config);
    }

    private boolean missedBy(PodSeen pod) {
      return authBehind(pod.auth()) || configBehind(pod.config()) || pod.attack() instanceof AttackAnswer.Breached;
    }

    /** Only a pod that answers is behind: one that does not has no proxy yet, or cannot be helped by a touch. */
    private boolean authBehind(AuthAnswer answer) {
      return answer instanceof AuthAnswer.Revision seen && seen.revision() < revision;
    }

    private boolean configBehind(ConfigAnswer answer) {
      return answer instanceof ConfigAnswer.Versions seen
          && !config.isEmpty()
          && !config.equals(seen.live())
          && !config.equals(seen.rejected());
    }
  }

  /** The last touch, as the annotation tells it. */
  private record Last(String target, int attempt, Instant at) {

    static Optional<Last> of(Pod pod) {
      var annotations = pod.getMetadata().getAnnotations();
      var text = annotations == null ? null : annotations.get(Touch.ANNOTATION);
      var parts = text == null ? new String[0] : text.split(" ");
      if (parts.length != 3 || !parts[1].matches("[0-9]{1,6}")) {
        return Optional.empty();
      }
      return instant(parts[2]).map(at -> new Last(parts[0], Integer.parseInt(parts[1]), at));
    }

    private static Optional<Instant> instant(String text) {
      try {
        return Optional.of(Instant.parse(text));
      } catch (DateTimeParseException e) {
        return Optional.empty();
      }
    }

    Pace pace() {
      return PACES.get(Math.max(0, Math.min(attempt, PACES.size()) - 1));
    }

    /** A clock that went back must not silence the touches until it has caught up. */
    Duration wait(Instant now) {
      var since = at.isAfter(now) ? Duration.ZERO : Duration.between(at, now);
      return pace().next().minus(since);
    }
  }

  /**
   * Nothing is touched while nothing is written; while hashes are taken away and no more, only so that they are gone from the
   * pods as well.
   */
  static TouchSchedule of(Subject subject, CredentialSpec.Switches switches, long revision) {
    if (subject.unreadable().isPresent() && !switches.onlyCloses()) {
      return new TouchSchedule(List.of(), Optional.empty());
    }
    var stored = subject.own(Child.PROXY_CONFIG, ConfigMap.class).map(ProxyConfigMap::version).orElse("");
    var config = switches.paused() || switches.onlyCloses() ? "" : stored;
    return of(subject.observed().pods(), new Target(revision, config), subject.now());
  }

  static TouchSchedule of(List<PodSeen> pods, Target target, Instant now) {
    var touches = new ArrayList<Touch>();
    var wakeUp = Optional.<Duration>empty();
    for (var seen : pods) {
      if (target.missedBy(seen) && seen.pod().getMetadata().getDeletionTimestamp() == null) {
        var last = Last.of(seen.pod()).filter(touch -> touch.target().equals(target.text()));
        var due = last.isEmpty() || last.get().wait(now).compareTo(Duration.ZERO) <= 0;
        if (due) {
          touches.add(touch(seen.pod(), target, last.map(Last::attempt).orElse(0) + 1, now));
        }
        wakeUp = Optional.of(Wake.earlier(wakeUp, due ? pace(last) : pause(last.get(), now)));
      }
    }
    return new TouchSchedule(List.copyOf(touches), wakeUp);
  }

  private static Duration pace(Optional<Last> last) {
    var attempt = last.map(Last::attempt).orElse(0) + 1;
    return PACES.get(Math.min(attempt, PACES.size()) - 1).poll();
  }

  private static Duration pause(Last last, Instant now) {
    return Wake.earlier(Optional.of(last.wait(now)), last.pace().poll());
  }

  private static Touch touch(Pod pod, Target target, int attempt, Instant now) {
    var meta = pod.getMetadata();
    return new Touch(meta.getName(), meta.getUid(), target.text() + " " + attempt + " " + now);
  }
}

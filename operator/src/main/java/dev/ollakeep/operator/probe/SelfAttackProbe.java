package dev.ollakeep.operator.probe;

import dev.ollakeep.operator.memory.RecentMemory;
import dev.ollakeep.operator.observed.PodSeen.AttackAnswer;
import dev.ollakeep.operator.observed.PodSeen.ConfigAnswer;
import dev.ollakeep.operator.probe.PodConnection.Answer;
import dev.ollakeep.operator.probe.PodConnection.Identity;
import dev.ollakeep.operator.probe.PodProbe.Wanted;
import dev.ollakeep.operator.proxy.SelfAttack;
import dev.ollakeep.operator.proxy.SelfAttack.Reply;
import dev.ollakeep.operator.proxy.SelfAttack.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Does a pod let anybody in? Carries out what {@link SelfAttack} lists.
 *
 * <p>Once for every configuration a pod runs, and again every ten minutes; a pod that let somebody in is tried every time. Where the
 * configuration was changed and kept the name of its version, what a pod runs is unknown until the last kubelet must have brought it.
 */
final class SelfAttackProbe {

  private static final Duration AGAIN_AFTER = Duration.ofMinutes(10);
  /** A verdict outlives a few attempts that get no answer, but not for long. */
  private static final Duration BELIEVED_FOR = Duration.ofMinutes(30);

  /** A kubelet looks at its volumes once in a minute or two. */
  private static final Duration SUSPECTED_FOR = Duration.ofMinutes(2);

  /**
   * A pod has withstood, at that time.
   *
   * @param config the version that it ran
   * @param wanted what it was to run
   * @param forgedAt when something else of the same version was last seen: for a while it is tried again and again, and not believed
   */
  private record Proof(String config, Wanted wanted, Instant at, Optional<Instant> forgedAt) {
    boolean within(Duration time, Instant now) {
      return isWithin(at, time, now);
    }

    boolean isSuspected(Instant now) {
      return forgedAt.filter(forged -> isWithin(forged, SUSPECTED_FOR, now)).isPresent();
    }

    /** A time that a clock which was put back calls future is none. */
    private static boolean isWithin(Instant from, Duration time, Instant now) {
      return !from.isAfter(now) && from.plus(time).isAfter(now);
    }

    /** The same, now that this is wanted: what calls itself the same and is not was made by somebody else. */
    Proof now(Wanted next, Instant now) {
      var forged = next.config().equals(wanted.config()) && !next.content().equals(wanted.content());
      return new Proof(config, next, at, forged ? Optional.of(now) : forgedAt);
    }
  }

  private final Clock clock;
  private final RecentMemory<String, Proof> held;

  SelfAttackProbe(Clock clock, int podsRemembered) {
    this.clock = clock;
    this.held = new RecentMemory<>(podsRemembered);
  }

  AttackAnswer of(PodConnection connection, String uid, ConfigAnswer config, Wanted wanted) {
    if (!(config instanceof ConfigAnswer.Versions versions)) {
      return new AttackAnswer.Untried();
    }
    var now = clock.instant();
    var last = held.get(uid).filter(it -> it.config().equals(versions.live())).map(it -> it.now(wanted, now));
    last.ifPresent(proof -> held.put(uid, proof));
    var suspected = last.filter(it -> it.isSuspected(now)).isPresent();
    if (!suspected && last.filter(it -> it.within(AGAIN_AFTER, now)).isPresent()) {
      return new AttackAnswer.Withstood();
    }
    var stopped = stoppedAt(connection);
    if (stopped.isEmpty()) {
      held.put(uid, new Proof(versions.live(), wanted, now, last.flatMap(Proof::forgedAt)));
      return suspected ? new AttackAnswer.Untried() : new AttackAnswer.Withstood();
    }
    if (stopped.get().outcome() == Outcome.BREACH) {
      // Somebody was let in at this address: what held before is believed no longer, even if nobody can tell who let them in.
      held.forget(uid);
      return isStillThere(connection, uid, versions)
          ? new AttackAnswer.Breached(stopped.get().attempt().breach())
          : new AttackAnswer.Untried();
    }
    var believed = !suspected && last.filter(it -> it.within(BELIEVED_FOR, now)).isPresent();
    return believed ? new AttackAnswer.Withstood() : new AttackAnswer.Untried();
  }

  /** An attempt after which the pod has not held. */
  private record Stop(SelfAttack attempt, Outcome outcome) {}

  private static Optional<Stop> stoppedAt(PodConnection connection) {
    return Stream.of(SelfAttack.values())
        .map(attempt -> new Stop(attempt, attempt.outcome(reply(connection.ask(new Question.Attempt(attempt))))))
        .filter(stop -> !stop.attempt().holds(stop.outcome()))
        .findFirst();
  }

  /** Whoever let somebody in must be the pod: what is remembered of its address may be out of date, and another's Ollama there. */
  private static boolean isStillThere(PodConnection connection, String uid, ConfigAnswer.Versions config) {
    return ConfigProbe.now(connection) instanceof ConfigAnswer.Versions now
        && now.live().equals(config.live())
        && connection.identity(uid) == Identity.SAME_POD;
  }

  private static Reply reply(Answer answer) {
    if (answer instanceof Answer.Http http) {
      return new Reply.Http(http.status(), http.body());
    }
    return answer instanceof Answer.NotListening ? new Reply.ConnectionRefused() : new Reply.None();
  }
}

package dev.ollakeep.operator.probe;

import dev.ollakeep.operator.memory.RecentMemory;
import dev.ollakeep.operator.observed.Plausible;
import dev.ollakeep.operator.observed.PodSeen.AuthAnswer;
import dev.ollakeep.operator.probe.PodConnection.Answer;
import dev.ollakeep.operator.proxy.ProxyContract;
import java.time.Clock;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Which revision of the credentials does a pod read?
 *
 * <p>Revisions of one pod only grow: one that has shown what is wanted is not asked again. One that no operator can have written is
 * no answer: whoever has a pod's address now could name it, and the next revision would have to be higher still. A pod that has it
 * from a Secret that somebody else wrote is behind every revision.
 */
final class RevisionProbe {

  private static final Question QUESTION = new Question.Internal(ProxyContract.AUTH_REVISION);
  private static final Pattern REVISION = Pattern.compile("\\d{1,18}");
  /** A revision is the time of its making, or a little later; clocks of operators differ. */
  private static final Duration AHEAD = Duration.ofDays(1);

  private final Clock clock;
  private final RecentMemory<String, Long> revisions;

  RevisionProbe(Clock clock, int podsRemembered) {
    this.clock = clock;
    this.revisions = new RecentMemory<>(podsRemembered);
  }

  AuthAnswer of(PodConnection connection, String uid, long stored) {
    var now = clock.instant();
    var wanted = Plausible.revision(stored, now) ? stored : 0;
    var known = revisions.get(uid);
    if (known.isPresent() && known.get() >= wanted) {
      return new AuthAnswer.Revision(known.get());
    }
    var answer = connection.ask(QUESTION);
    if (answer instanceof Answer.Http http && http.ok() && REVISION.matcher(http.body().strip()).matches()) {
      var named = Long.parseLong(http.body().strip());
      if (!Plausible.revision(named, now)) {
        return new AuthAnswer.Revision(0);
      }
      return named <= Math.max(wanted, now.plus(AHEAD).getEpochSecond())
          ? confirmed(connection, uid, Math.max(known.orElse(0L), named))
          : new AuthAnswer.Silent("it names revision " + named + ", which nobody has written");
    }
    if (answer instanceof Answer.Unreachable unreachable) {
      return new AuthAnswer.Unreachable(unreachable.cause());
    }
    return answer instanceof Answer.NotListening ? new AuthAnswer.NotListening() : new AuthAnswer.Silent(answer.why());
  }

  /** A revision is remembered for good, so it must be this pod's: the one time that it grows, whose it is is asked afterwards. */
  private AuthAnswer confirmed(PodConnection connection, String uid, long revision) {
    var grows = revisions.get(uid).filter(known -> known >= revision).isEmpty();
    var identity = grows ? connection.identity(uid) : PodConnection.Identity.SAME_POD;
    return switch (identity) {
      case SAME_POD -> {
        revisions.put(uid, revision);
        yield new AuthAnswer.Revision(revision);
      }
      case ANOTHER_POD -> new AuthAnswer.Silent("another pod has taken its name");
      case UNKNOWN -> new AuthAnswer.Silent("whether another pod has taken its name could not be read");
    };
  }
}

package dev.ollakeep.testing.player;

import java.time.Instant;
import java.util.Optional;

/**
 * What can be said about a container at one moment; the state that becomes its status.
 *
 * @param id       of the running or last instance; empty before the first
 * @param restarts how often it was started again
 * @param started  whether it runs and its startup probe, if any, has passed
 * @param ready    whether its readiness probe, if any, passes
 * @param phase    what it does
 * @param last     how the instance before ended
 */
record ContainerFacts(String id, int restarts, boolean started, boolean ready, Phase phase, Optional<Ended> last) {

  static ContainerFacts waiting(String reason) {
    return new ContainerFacts("", 0, false, false, new Waiting(reason, ""), Optional.empty());
  }

  ContainerFacts waitsFor(String reason, String message) {
    return new ContainerFacts(id, restarts, false, false, new Waiting(reason, message), last);
  }

  ContainerFacts runs(String newId, Instant since) {
    int count = id.isEmpty() ? 0 : restarts + 1;
    return new ContainerFacts(newId, count, false, false, new Running(since), last);
  }

  ContainerFacts isStarted(boolean readyAtOnce) {
    return new ContainerFacts(id, restarts, true, readyAtOnce, phase, last);
  }

  ContainerFacts isReady(boolean verdict) {
    return new ContainerFacts(id, restarts, started, verdict, phase, last);
  }

  ContainerFacts ended(int exitCode, Instant now) {
    Instant since = phase instanceof Running running ? running.since() : now;
    Ended end = new Ended(id, exitCode, since, now);
    return new ContainerFacts(id, restarts, false, false, end, Optional.of(end));
  }

  boolean isRunning() {
    return phase instanceof Running;
  }

  boolean hasEnded() {
    return phase instanceof Ended;
  }

  boolean succeeded() {
    return phase instanceof Ended end && end.exitCode() == 0;
  }

  /** What a container does. */
  sealed interface Phase { }

  /** It was not started, or not again. */
  record Waiting(String reason, String message) implements Phase { }

  /** Its first process lives. */
  record Running(Instant since) implements Phase { }

  /** Its first process is gone. */
  record Ended(String id, int exitCode, Instant since, Instant until) implements Phase { }
}

package dev.ollakeep.testing.player;

import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats one probe of one running container until it is stopped, and reports its verdicts.
 *
 * <p>A verdict needs as many equal results in a row as the probe's thresholds ask for; the time between two tries is scaled, the
 * time-out of a try is not.
 */
final class ProbeWorker {

  private static final Logger LOG = LoggerFactory.getLogger(ProbeWorker.class);
  private static final int DEFAULT_PERIOD_SECONDS = 10;
  private static final int DEFAULT_FAILURES = 3;
  private static final long SHORTEST_PERIOD_MILLIS = 20;

  private final ProbeCheck check;
  private final ScheduledExecutorService scheduler;
  private final double pace;
  private final Consumer<Boolean> verdict;
  private int inARow;
  private boolean lastResult;
  private volatile boolean stopped;

  /** @param verdict gets every result that has reached its threshold, not only changes */
  ProbeWorker(ProbeCheck check, ScheduledExecutorService scheduler, double pace, Consumer<Boolean> verdict) {
    this.check = check;
    this.scheduler = scheduler;
    this.pace = pace;
    this.verdict = verdict;
  }

  void start() {
    again(Optional.ofNullable(check.probe().getInitialDelaySeconds()).orElse(0));
  }

  void stop() {
    stopped = true;
  }

  private void again(int seconds) {
    long millis = Math.round(TimeUnit.SECONDS.toMillis(seconds) * pace);
    if (!scheduler.isShutdown()) {
      scheduler.schedule(this::tryOnce, seconds == 0 ? 0 : Math.max(SHORTEST_PERIOD_MILLIS, millis), TimeUnit.MILLISECONDS);
    }
  }

  private void tryOnce() {
    if (stopped) {
      return;
    }
    try {
      boolean result = check.passes();
      inARow = result == lastResult ? inARow + 1 : 1;
      lastResult = result;
      if (!stopped && inARow >= threshold(result)) {
        verdict.accept(result);
      }
    } catch (RuntimeException e) {
      LOG.error("A probe of container {} cannot be played", check.command().container().getName(), e);
      return;
    }
    again(Optional.ofNullable(check.probe().getPeriodSeconds()).filter(value -> value > 0).orElse(DEFAULT_PERIOD_SECONDS));
  }

  private int threshold(boolean result) {
    return result
      ? Optional.ofNullable(check.probe().getSuccessThreshold()).orElse(1)
      : Optional.ofNullable(check.probe().getFailureThreshold()).orElse(DEFAULT_FAILURES);
  }
}

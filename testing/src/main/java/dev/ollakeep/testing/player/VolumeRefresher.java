package dev.ollakeep.testing.player;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when the volumes of one running Pod follow their sources: late by itself, soon after the Pod object was updated.
 *
 * <p>A Pod that is held sees nothing at all, like one on a node whose kubelet hangs; what it missed comes with its release.
 */
final class VolumeRefresher {

  private static final Logger LOG = LoggerFactory.getLogger(VolumeRefresher.class);

  private final PodVolumes volumes;
  private final ScheduledExecutorService scheduler;
  private final PlayerSettings.Refresh refresh;
  private boolean held;
  private boolean missed;
  private boolean stopped;
  private int ignoredTouches;
  private volatile Duration swapStep = Duration.ZERO;

  VolumeRefresher(PodVolumes volumes, ScheduledExecutorService scheduler, PlayerSettings.Refresh refresh) {
    this.volumes = volumes;
    this.scheduler = scheduler;
    this.refresh = refresh;
  }

  /** Begins the late rounds. */
  void start() {
    in(refresh.late().draw(), () -> {
      refreshNow();
      start();
    });
  }

  synchronized void touched() {
    if (ignoredTouches > 0) {
      ignoredTouches--;
      return;
    }
    in(refresh.touched().draw(), this::refreshNow);
  }

  synchronized void ignoreTouches(int count) {
    ignoredTouches = count;
  }

  synchronized void hold() {
    held = true;
  }

  synchronized void release() {
    held = false;
    if (missed) {
      missed = false;
      touched();
    }
  }

  /** Ends it; no swap is under way or begins after this returns. */
  synchronized void stop() {
    stopped = true;
  }

  /** Every visible step of a swap takes this long from now on. */
  void slowSwap(Duration step) {
    swapStep = step;
  }

  private synchronized void refreshNow() {
    if (stopped) {
      return;
    }
    if (held) {
      missed = true;
      return;
    }
    try {
      volumes.refresh(this::pause);
    } catch (VolumeContent.MissingSource e) {
      LOG.info("Volumes stay as they are: {}", e.getMessage());
    } catch (IOException | RuntimeException e) {
      // An API server that is away must not end the rounds.
      LOG.warn("Volumes stay as they are until the next round", e);
    }
  }

  private void pause() {
    try {
      Thread.sleep(swapStep.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void in(Duration delay, Runnable task) {
    if (!scheduler.isShutdown()) {
      scheduler.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}

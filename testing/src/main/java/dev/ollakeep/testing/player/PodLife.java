package dev.ollakeep.testing.player;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Pod from its creation to the removal of its object.
 *
 * <p>Everything happens on its own thread, one task at a time: {@link #changed} looks at what is and does what is next.
 */
final class PodLife implements ContainerLife.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(PodLife.class);
  private static final Duration RETRY = Duration.ofMillis(500);
  private static final long DEFAULT_GRACE_SECONDS = 30;

  private final PodObject object;
  private final PodSandbox sandbox;
  private final PlayerSettings settings;
  private final ScheduledExecutorService scheduler;
  private final ExecutorService thread;
  private final PodVolumes volumes;
  private final Hindrances hindrances;
  private final VolumeRefresher refresher;
  private final List<ContainerLife> initials = new ArrayList<>();
  private final List<ContainerLife> mains = new ArrayList<>();
  private final Runnable onEnd;
  private final Instant since = Instant.now();
  private Pod latest;
  private volatile String toldAddress;
  private PodStatus reported = new PodStatus();
  private Draining draining;
  private final AtomicBoolean waiting = new AtomicBoolean();
  private boolean mounted;
  private boolean ended;

  /** @param onEnd called once when nothing of the Pod is left */
  PodLife(PodObject object, PodSandbox sandbox, PodPlayer.Stage stage, Runnable onEnd) {
    this.object = object;
    this.sandbox = sandbox;
    this.settings = stage.settings();
    this.scheduler = stage.scheduler();
    this.onEnd = onEnd;
    this.latest = object.pod();
    this.toldAddress = sandbox.ip();
    this.thread = Executors.newSingleThreadExecutor(task -> {
      Thread worker = new Thread(task, "pod-" + latest.getMetadata().getName());
      worker.setDaemon(true);
      return worker;
    });
    this.hindrances = new Hindrances(settings.surroundings(), object);
    this.volumes = new PodVolumes(sandbox, object, claim -> stage.home().claim(object.bindClaim(claim)));
    this.refresher = new VolumeRefresher(volumes, scheduler, settings.refresh());
    Pod pod = object.pod();
    pod.getSpec().getInitContainers().forEach(container -> initials.add(life(container, stage.home())));
    pod.getSpec().getContainers().forEach(container -> mains.add(life(container, stage.home())));
  }

  private ContainerLife life(Container container, PlayerHome home) {
    return new ContainerLife(new ContainerCommand(sandbox, container, home), scheduler, settings.pace().probes(), this);
  }

  PodSandbox sandbox() {
    return sandbox;
  }

  VolumeRefresher refresher() {
    return refresher;
  }

  List<ContainerLife> containers() {
    return Stream.of(initials, mains).flatMap(List::stream).toList();
  }

  void start() {
    execute(latest.getMetadata().getDeletionTimestamp() == null ? this::changed : this::drain);
  }

  /** The object changed on the API server. */
  void updated(Pod now) {
    execute(() -> {
      boolean touched = !Objects.equals(now.getMetadata().getAnnotations(), latest.getMetadata().getAnnotations())
        || !Objects.equals(now.getMetadata().getLabels(), latest.getMetadata().getLabels())
        || !Objects.equals(now.getSpec(), latest.getSpec());
      latest = now;
      if (touched) {
        refresher.touched();
      }
      if (now.getMetadata().getDeletionTimestamp() != null && draining == null) {
        drain();
      }
    });
  }

  /** Returns when the object tells this address. */
  void tellAddress(String address) {
    toldAddress = address;
    CompletableFuture.runAsync(this::report, this).orTimeout(DEFAULT_GRACE_SECONDS, TimeUnit.SECONDS).join();
  }

  /** The object is gone, or the player ends: so does everything here, at once. */
  CompletableFuture<Void> kill() {
    return CompletableFuture.runAsync(this::killNow, this);
  }

  private void killNow() {
    containers().forEach(life -> life.program().ifPresent(Program::kill));
    end();
  }

  @Override
  public void execute(Runnable task) {
    try {
      thread.execute(() -> runSafely(task));
    } catch (RejectedExecutionException over) {
      LOG.debug("Pod {} has ended", latest.getMetadata().getName());
    }
  }

  private void runSafely(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("Pod {} cannot go on", latest.getMetadata().getName(), e);
      later(RETRY);
    }
  }

  @Override
  public void changed() {
    if (ended) {
      return;
    }
    if (draining != null) {
      boolean over = draining.advance();
      report();
      if (over) {
        object.remove();
        end();
      }
      return;
    }
    if (mounted || mount()) {
      runContainers();
    }
    report();
  }

  private boolean mount() {
    if (hindrances.keepFromMounting(latest)) {
      later(RETRY);
      return false;
    }
    try {
      sandbox.create();
      volumes.refresh(() -> { });
      mounted = true;
      refresher.start();
      return true;
    } catch (VolumeContent.MissingSource e) {
      LOG.info("Pod {} waits: {}", latest.getMetadata().getName(), e.getMessage());
    } catch (IOException e) {
      LOG.warn("Pod {} cannot be set up", latest.getMetadata().getName(), e);
    }
    later(RETRY);
    return false;
  }

  private void runContainers() {
    for (ContainerLife life : initials) {
      boolean completed = !life.isSidecar() && life.facts().succeeded();
      if (!completed) {
        start(life);
      }
      if (!completed && !(life.isSidecar() && life.facts().started())) {
        mains.forEach(main -> main.waitsFor("PodInitializing"));
        return;
      }
    }
    mains.forEach(this::start);
  }

  private void start(ContainerLife life) {
    if (life.facts().isRunning() || !hindrances.keepFromStarting(life)) {
      life.startWhenDue();
    } else {
      later(RETRY);
    }
  }

  private void drain() {
    Long grace = latest.getMetadata().getDeletionGracePeriodSeconds();
    Instant deadline = Instant.now().plusSeconds(grace == null ? DEFAULT_GRACE_SECONDS : grace);
    draining = new Draining(mains, initials, deadline, scheduler);
    draining.begin(settings.pace().preStop(), this);
    changed();
  }

  private void report() {
    PodStatus status = new PodStatusReport(toldAddress, since, ContainerLife.facts(initials), ContainerLife.facts(mains))
      .status(reported.getConditions(), Instant.now());
    if (!status.equals(reported) && !object.report(status)) {
      killNow();
    }
    reported = status;
  }

  private void end() {
    if (ended) {
      return;
    }
    ended = true;
    refresher.stop();
    containers().forEach(ContainerLife::stopProbes);
    try {
      sandbox.remove();
    } catch (IOException e) {
      LOG.warn("What is left of Pod {} stays until the player ends: {}", latest.getMetadata().getName(), e.getMessage());
    }
    thread.shutdown();
    onEnd.run();
  }

  private void later(Duration delay) {
    if (!scheduler.isShutdown() && !waiting.getAndSet(true)) {
      scheduler.schedule(() -> execute(() -> {
        waiting.set(false);
        changed();
      }), delay.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}

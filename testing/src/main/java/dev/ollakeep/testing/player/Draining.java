package dev.ollakeep.testing.player;

import io.fabric8.kubernetes.api.model.LifecycleHandler;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a Pod in kubelet's order: preStop hooks at once, then SIGTERM to the main containers, and only when all of them have ended
 * SIGTERM to the native sidecars, last one first.
 *
 * <p>Nothing outlives the grace period by more than the two seconds that kubelet adds.
 */
final class Draining {

  private static final Logger LOG = LoggerFactory.getLogger(Draining.class);
  private static final Duration LEAST = Duration.ofSeconds(2);

  private final List<ContainerLife> mains;
  private final List<ContainerLife> sidecars;
  private final Instant deadline;
  private final ScheduledExecutorService scheduler;
  private final Set<ContainerLife> hooked = new HashSet<>();
  private final Set<ContainerLife> asked = new HashSet<>();

  /** @param sidecars in the order of their start; other init containers count too */
  Draining(List<ContainerLife> mains, List<ContainerLife> sidecars, Instant deadline, ScheduledExecutorService scheduler) {
    this.mains = mains;
    this.sidecars = sidecars;
    this.deadline = deadline;
    this.scheduler = scheduler;
  }

  /** Starts the hooks; {@link #advance} does the rest. */
  void begin(double preStopPace, ContainerLife.Listener listener) {
    List<ContainerLife> all = new ArrayList<>(mains);
    all.addAll(sidecars);
    for (ContainerLife life : all) {
      Optional<LifecycleHandler> hook = Optional.ofNullable(life.container().getLifecycle()).map(found -> found.getPreStop());
      if (hook.isEmpty() || !life.facts().isRunning()) {
        hooked.add(life);
        continue;
      }
      Runnable done = () -> listener.execute(() -> {
        hooked.add(life);
        listener.changed();
      });
      run(life, hook.get(), preStopPace, done);
    }
    scheduler.schedule(() -> listener.execute(() -> {
      hooked.addAll(all);
      listener.changed();
    }), left().toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Asks those whose turn it is to end; true when none is left. */
  boolean advance() {
    mains.forEach(this::stopOnce);
    if (mains.stream().anyMatch(life -> life.facts().isRunning())) {
      return false;
    }
    for (int i = sidecars.size() - 1; i >= 0; i--) {
      ContainerLife last = sidecars.get(i);
      stopOnce(last);
      if (last.facts().isRunning()) {
        return false;
      }
    }
    return true;
  }

  private void stopOnce(ContainerLife life) {
    if (life.facts().isRunning() && hooked.contains(life) && asked.add(life)) {
      Duration left = left();
      life.stop(left.compareTo(LEAST) < 0 ? LEAST : left);
    }
  }

  private Duration left() {
    Duration left = Duration.between(Instant.now(), deadline);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private void run(ContainerLife life, LifecycleHandler hook, double pace, Runnable done) {
    if (hook.getSleep() != null) {
      long millis = Math.round(TimeUnit.SECONDS.toMillis(hook.getSleep().getSeconds()) * pace);
      scheduler.schedule(done, millis, TimeUnit.MILLISECONDS);
    } else if (hook.getExec() != null && !life.command().isFake()) {
      execute(life, hook.getExec().getCommand(), done);
    } else {
      LOG.warn("The player has sleep and exec hooks only; the one of {} is skipped", life.container().getName());
      done.run();
    }
  }

  private void execute(ContainerLife life, List<String> command, Runnable done) {
    try {
      life.command().process(command).start().onExit().thenRun(done);
    } catch (IOException e) {
      LOG.warn("The preStop hook of {} does not start", life.container().getName(), e);
      done.run();
    }
  }
}

package dev.ollakeep.testing.player;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One container of a Pod through all its restarts.
 *
 * <p>Its state is touched by the Pod's own thread only; exits and verdicts of probes arrive there as tasks and carry the instance they
 * belong to, so that a late one never hits the next instance.
 */
final class ContainerLife {

  private static final Logger LOG = LoggerFactory.getLogger(ContainerLife.class);
  private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(10);
  private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(5);

  private final ContainerCommand command;
  private final ScheduledExecutorService scheduler;
  private final double pace;
  private final Listener listener;
  private final List<ProbeWorker> probes = new ArrayList<>();
  private volatile ContainerFacts facts = ContainerFacts.waiting("ContainerCreating");
  private volatile Program program;
  private Instant notBefore = Instant.MIN;

  /** The thread of the Pod, and what it does after every change. */
  interface Listener extends Executor {
    void changed();
  }

  ContainerLife(ContainerCommand command, ScheduledExecutorService scheduler, double pace, Listener listener) {
    this.command = command;
    this.scheduler = scheduler;
    this.pace = pace;
    this.listener = listener;
  }

  Container container() {
    return command.container();
  }

  ContainerCommand command() {
    return command;
  }

  /** What is known of each, in order. */
  static Map<Container, ContainerFacts> facts(List<ContainerLife> lives) {
    Map<Container, ContainerFacts> facts = new LinkedHashMap<>();
    lives.forEach(life -> facts.put(life.container(), life.facts()));
    return facts;
  }

  ContainerFacts facts() {
    return facts;
  }

  Optional<Program> program() {
    return Optional.ofNullable(program);
  }

  /** A native sidecar: an init container that stays. */
  boolean isSidecar() {
    return "Always".equals(container().getRestartPolicy());
  }

  void waitsFor(String reason) {
    waitsFor(reason, "");
  }

  void waitsFor(String reason, String message) {
    if (!facts.isRunning() && !facts.hasEnded()) {
      facts = facts.waitsFor(reason, message);
    }
  }

  /** Starts it unless it runs or its back-off has not passed; in the latter case the Pod is told again when it has. */
  void startWhenDue() {
    if (facts.isRunning()) {
      return;
    }
    Instant now = Instant.now();
    if (now.isBefore(notBefore)) {
      facts = facts.waitsFor("CrashLoopBackOff", "back-off until " + notBefore);
      wakeUp(Duration.between(now, notBefore));
      return;
    }
    String id = "player://" + UUID.randomUUID();
    try {
      program = command.start();
    } catch (IOException e) {
      LOG.warn("Container {} of {} does not start", container().getName(), command.sandbox().spec().getMetadata().getName(), e);
      facts = facts.waitsFor("CreateContainerError", e.getMessage());
      wakeUp(Duration.ofSeconds(1));
      return;
    }
    facts = facts.runs(id, now);
    program.exit().thenAcceptAsync(code -> ended(id, code), listener);
    startProbes(id);
  }

  /** SIGTERM now and SIGKILL after the grace period. */
  void stop(Duration grace) {
    Program stopping = program;
    if (!facts.isRunning()) {
      return;
    }
    stopping.terminate();
    scheduler.schedule(() -> {
      if (!stopping.exit().isDone()) {
        stopping.kill();
      }
    }, grace.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What kubelet stops probing first when a Pod ends: only readiness goes on. */
  void stopProbes() {
    probes.forEach(ProbeWorker::stop);
    probes.clear();
  }

  private void startProbes(String id) {
    Probe startup = container().getStartupProbe();
    if (startup == null) {
      started(id);
    } else {
      probe(startup, passed -> {
        if (passed && !facts.started()) {
          stopProbes();
          started(id);
        } else if (!passed) {
          restart("startup");
        }
      }, id);
    }
  }

  private void started(String id) {
    Probe readiness = container().getReadinessProbe();
    facts = facts.isStarted(readiness == null);
    if (readiness != null) {
      probe(readiness, passed -> facts = facts.isReady(passed), id);
    }
    if (container().getLivenessProbe() != null) {
      probe(container().getLivenessProbe(), alive -> {
        if (!alive) {
          restart("liveness");
        }
      }, id);
    }
  }

  private void probe(Probe probe, Consumer<Boolean> verdict, String id) {
    ProbeWorker worker = new ProbeWorker(new ProbeCheck(command, probe), scheduler, pace, passed -> listener.execute(() -> {
      if (facts.id().equals(id) && facts.isRunning()) {
        verdict.accept(passed);
        listener.changed();
      }
    }));
    probes.add(worker);
    worker.start();
  }

  private void restart(String probe) {
    LOG.info("Container {} failed its {} probe", container().getName(), probe);
    stopProbes();
    long seconds = Optional.ofNullable(command.sandbox().spec().getSpec().getTerminationGracePeriodSeconds()).orElse(30L);
    stop(Duration.ofSeconds(seconds));
  }

  private void ended(String id, int code) {
    if (!facts.id().equals(id)) {
      return;
    }
    stopProbes();
    Instant now = Instant.now();
    facts = facts.ended(code, now);
    notBefore = now.plus(backOff());
    listener.changed();
  }

  /** The first restart is immediate, then 10, 20, 40 s and so on, as kubelet does it. */
  private Duration backOff() {
    if (facts.restarts() == 0) {
      return Duration.ZERO;
    }
    long factor = 1L << Math.min(facts.restarts() - 1, 10);
    Duration declared = FIRST_BACK_OFF.multipliedBy(factor);
    Duration bounded = declared.compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : declared;
    return Duration.ofMillis(Math.round(bounded.toMillis() * pace));
  }

  private void wakeUp(Duration delay) {
    scheduler.schedule(() -> listener.execute(listener::changed), delay.toMillis(), TimeUnit.MILLISECONDS);
  }
}

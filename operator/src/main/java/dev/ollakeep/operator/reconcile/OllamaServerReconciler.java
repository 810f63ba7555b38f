package dev.ollakeep.operator.reconcile;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.api.v1alpha1.OllamaServerStatus;
import dev.ollakeep.operator.credentials.Fresh;
import dev.ollakeep.operator.plan.Events;
import dev.ollakeep.operator.plan.Observed;
import dev.ollakeep.operator.plan.Plan;
import dev.ollakeep.operator.plan.Planner;
import dev.ollakeep.operator.status.TransitionEvents;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * One reconcile of one server: observe, plan, apply, report.
 *
 * <p>It decides nothing: every choice is the {@link Planner}'s, every call is a collaborator's. Nothing is remembered between two
 * reconciles that could not be found out again. There is no finalizer: what belongs to a deleted server is garbage-collected,
 * also while the operator is away.
 */
final class OllamaServerReconciler implements Reconciler<OllamaServer> {

  /** A rotation of every user takes a handful; more means that two parties undo each other's work. */
  private static final int MOST_CREDENTIAL_STEPS = 50;

  private static final int MOST_PASSES = 3;
  private static final Duration AT_EARLIEST = Duration.ofMillis(250);
  private static final Duration DISPUTED = Duration.ofSeconds(5);
  private static final Duration AT_LATEST = Duration.ofMinutes(5);

  private final Shell shell;
  private final Planner planner;
  private final Supplier<Fresh> fresh;

  OllamaServerReconciler(Shell shell, Planner planner, Supplier<Fresh> fresh) {
    this.shell = shell;
    this.planner = planner;
    this.fresh = fresh;
  }

  /**
   * What was seen and what follows from it.
   *
   * @param disputed the caches called for a credential write, the API server did not: one of both was behind, and if it was not
   *     the caches, no event will tell
   */
  private record Decision(Observed observed, Plan plan, boolean disputed) {
    Decision butDisputed(boolean isDisputed) {
      return new Decision(observed, plan, isDisputed);
    }
  }

  @Override
  public List<EventSource<?, OllamaServer>> prepareEventSources(EventSourceContext<OllamaServer> context) {
    return shell.kinds().eventSources(context);
  }

  /** User mistakes end as conditions; what is thrown here is tried again by the framework, ever slower. */
  @Override
  public UpdateControl<OllamaServer> reconcile(OllamaServer cached, Context<OllamaServer> context) {
    var server = shell.status().withLatestStatus(cached);
    var decision = settleCredentials(server, context);
    var outcome = apply(decision, context);
    for (int pass = 1; outcome.outdated() && pass < MOST_PASSES; pass++) {
      shell.observer().forgetAbsences(server);
      decision = settleCredentials(server, context);
      outcome = apply(decision, context);
    }
    var plan = decision.plan();
    if (plan.doubtsAbsences()) {
      shell.observer().forgetAbsences(server);
    }
    var untouched = shell.toucher().touch(server, plan.touches());
    shell.metrics().report(server, plan);
    report(server, outcome.refused().in(plan.status(), server, shell.clock().instant()));
    outcome.throwIfIncomplete(untouched);
    return UpdateControl.<OllamaServer>noUpdate().rescheduleAfter(outcome.outdated() ? AT_EARLIEST : wakeUp(decision));
  }

  /** What changed is told once it is written: a status that could not be written is made again, and so is what it tells. */
  private void report(OllamaServer server, OllamaServerStatus status) {
    shell.status().write(server, status);
    shell.events().record(server, TransitionEvents.between(server.getStatus(), status));
  }

  /**
   * Plans from the caches; if that calls for a credential write, plans again from the API server's own word before every one of
   * them, until there is nothing left to write.
   *
   * <p>What the API server called absent in this reconcile is not asked again and again: a creation finds out.
   */
  private Decision settleCredentials(OllamaServer server, Context<OllamaServer> context) {
    var begin = shell.clock().instant();
    var decision = decide(server, context, Freshness.cached(begin));
    if (decision.plan().credentialStep().isEmpty()) {
      return decision;
    }
    for (int step = 0; step < MOST_CREDENTIAL_STEPS; step++) {
      decision = decide(server, context, Freshness.live(begin));
      if (decision.plan().credentialStep().isEmpty()) {
        return decision.butDisputed(step == 0);
      }
      var next = decision.plan().credentialStep().get();
      if (shell.credentials().execute(server, next)) {
        shell.events().record(server, next.announcements());
        shell.metrics().count(server, decision.plan().tallies());
      } else {
        shell.observer().forgetAbsences(server);
      }
    }
    throw new IllegalStateException("credentials of " + server.getMetadata().getName() + " did not settle within "
        + MOST_CREDENTIAL_STEPS + " writes: is a second operator at work?");
  }

  private Decision decide(OllamaServer server, Context<OllamaServer> context, Freshness freshness) {
    var observed = shell.observer().observe(server, context, freshness);
    return new Decision(observed, planner.plan(server, observed, shell.clock().instant(), fresh.get()), false);
  }

  private ApplyOutcome apply(Decision decision, Context<OllamaServer> context) {
    var server = context.getPrimaryResource();
    var outcome = shell.applier().apply(context, decision.observed(), decision.plan().children());
    shell.events().record(server, Events.of(server, outcome.created(), outcome.deleted()));
    return outcome;
  }

  private static Duration wakeUp(Decision decision) {
    var latest = decision.disputed() ? DISPUTED : AT_LATEST;
    return decision.plan().wakeUp()
        .map(wanted -> wanted.compareTo(AT_EARLIEST) > 0 ? wanted : AT_EARLIEST)
        .filter(wanted -> wanted.compareTo(latest) < 0)
        .orElse(latest);
  }
}

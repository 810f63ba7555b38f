package dev.ollakeep.operator.reconcile;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.api.v1alpha1.OllamaServerStatus;
import dev.ollakeep.operator.credentials.Fresh;
import dev.ollakeep.operator.plan.Events;
import dev.ollakeep.operator.plan.Planner;
import dev.ollakeep.operator.reconcile.CredentialSettlement.Settled;
import dev.ollakeep.operator.status.TransitionEvents;
import dev.ollakeep.operator.status.Unworkable;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
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

  private static final int MOST_PASSES = 3;
  private static final Duration AT_EARLIEST = Duration.ofMillis(250);
  private static final Duration DISPUTED = Duration.ofSeconds(5);
  private static final Duration AT_LATEST = Duration.ofMinutes(5);

  private final Shell shell;
  private final CredentialSettlement credentials;

  OllamaServerReconciler(Shell shell, Planner planner, Supplier<Fresh> fresh) {
    this.shell = shell;
    this.credentials = new CredentialSettlement(shell, planner, fresh);
  }

  @Override
  public List<EventSource<?, OllamaServer>> prepareEventSources(EventSourceContext<OllamaServer> context) {
    return shell.kinds().eventSources(context);
  }

  /** User mistakes end as conditions; what is thrown here is tried again by the framework, ever slower. */
  @Override
  public UpdateControl<OllamaServer> reconcile(OllamaServer cached, Context<OllamaServer> context) {
    var server = shell.status().withLatestStatus(cached);
    var settled = credentials.settle(server, context);
    var outcome = apply(settled, context);
    for (int pass = 1; outcome.outdated() && pass < MOST_PASSES; pass++) {
      shell.observer().forgetAbsences(server);
      settled = credentials.settle(server, context);
      outcome = apply(settled, context);
    }
    var plan = settled.plan();
    if (plan.doubtsAbsences()) {
      shell.observer().forgetAbsences(server);
    }
    var untouched = shell.toucher().touch(server, plan.touches());
    shell.metrics().report(server, plan);
    report(server, outcome.refused().in(plan.status(), server, shell.clock().instant()));
    outcome.throwIfIncomplete(untouched);
    return UpdateControl.<OllamaServer>noUpdate().rescheduleAfter(outcome.outdated() ? AT_EARLIEST : wakeUp(settled));
  }

  /** A failure of a call is told by what waits for it; any other that comes again is the operator's own. */
  @Override
  public ErrorStatusUpdateControl<OllamaServer> updateErrorStatus(
      OllamaServer cached, Context<OllamaServer> context, Exception failure) {
    var again = context.getRetryInfo().filter(retry -> retry.getAttemptCount() > 0).isPresent();
    var origin = ApiFailure.originOf(failure);
    if (again && !(origin instanceof ApiFailure || origin instanceof KubernetesClientException)) {
      var server = shell.status().withLatestStatus(cached);
      report(server, Unworkable.of(server, origin, shell.clock().instant()));
    }
    return ErrorStatusUpdateControl.defaultErrorProcessing();
  }

  /** What changed is told once it is written: a status that could not be written is made again, and so is what it tells. */
  private void report(OllamaServer server, OllamaServerStatus status) {
    shell.status().write(server, status);
    shell.events().record(server, TransitionEvents.between(server.getStatus(), status));
  }

  private ApplyOutcome apply(Settled settled, Context<OllamaServer> context) {
    var server = context.getPrimaryResource();
    var outcome = shell.applier().apply(context, settled.observed(), settled.plan().children());
    shell.events().record(server, Events.of(server, outcome.created(), outcome.deleted()));
    return outcome;
  }

  private static Duration wakeUp(Settled settled) {
    var latest = settled.disputed() ? DISPUTED : AT_LATEST;
    return settled.plan().wakeUp()
        .map(wanted -> wanted.compareTo(AT_EARLIEST) > 0 ? wanted : AT_EARLIEST)
        .filter(wanted -> wanted.compareTo(latest) < 0)
        .orElse(latest);
  }
}

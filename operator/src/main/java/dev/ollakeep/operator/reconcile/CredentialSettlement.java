package dev.ollakeep.operator.reconcile;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.credentials.Fresh;
import dev.ollakeep.operator.credentials.StepBound;
import dev.ollakeep.operator.credentials.StepOutline;
import dev.ollakeep.operator.observed.Observed;
import dev.ollakeep.operator.plan.Plan;
import dev.ollakeep.operator.plan.Planner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Observes and plans, and writes credentials until a plan calls for no more of that.
 *
 * <p>Plans from the caches; if that calls for a credential write, plans again from the API server's own word before every one of
 * them. What the API server called absent in this reconcile is not asked again and again: a creation finds out.
 */
final class CredentialSettlement {

  private static final Logger LOG = LoggerFactory.getLogger(CredentialSettlement.class);

  private final Shell shell;
  private final Planner planner;
  private final Supplier<Fresh> fresh;

  CredentialSettlement(Shell shell, Planner planner, Supplier<Fresh> fresh) {
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
  record Settled(Observed observed, Plan plan, boolean disputed) {}

  Settled settle(OllamaServer server, Context<OllamaServer> context) {
    var begin = shell.clock().instant();
    var settled = decide(server, context, Freshness.cached(begin));
    if (settled.plan().credentialStep().isEmpty()) {
      return settled;
    }
    var most = StepBound.of(server, settled.observed());
    for (int step = 0; step < most; step++) {
      settled = decide(server, context, Freshness.live(begin));
      if (settled.plan().credentialStep().isEmpty()) {
        return new Settled(settled.observed(), settled.plan(), step == 0);
      }
      execute(server, StepOutline.of(settled.plan().credentialStep().get(), settled.observed()));
    }
    throw new IllegalStateException("credentials of " + server.getMetadata().getName() + " did not settle within "
        + most + " writes: is a second operator at work?");
  }

  /** What is refused stops only what rests on it: the next plan knows of it, and does what else is due. */
  private void execute(OllamaServer server, StepOutline outline) {
    var step = outline.step();
    try {
      var written = shell.credentials().execute(server, step);
      if (written.done()) {
        shell.secretContests().written(server, outline, written.stored());
        shell.events().record(server, step.announcements());
        shell.metrics().count(server, step.tallies());
        return;
      }
      shell.secretContests().lost(server, outline);
    } catch (ApiFailure refusal) {
      LOG.warn("{}", refusal.getMessage());
      shell.secretContests().rejected(server, outline, refusal);
    }
    shell.observer().forgetAbsences(server);
  }

  private Settled decide(OllamaServer server, Context<OllamaServer> context, Freshness freshness) {
    var observed = shell.observer().observe(server, context, freshness);
    return new Settled(observed, planner.plan(server, observed, shell.clock().instant(), fresh.get()), false);
  }
}

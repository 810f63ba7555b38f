package dev.ollakeep.operator.plan;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.credentials.CredentialSpec;
import dev.ollakeep.operator.credentials.Decision;
import dev.ollakeep.operator.credentials.Fresh;
import dev.ollakeep.operator.credentials.Rotation;
import dev.ollakeep.operator.credentials.Tally;
import dev.ollakeep.operator.resources.Addresses;
import dev.ollakeep.operator.resources.Child;
import dev.ollakeep.operator.resources.OperatorDefaults;
import dev.ollakeep.operator.status.Reason;
import dev.ollakeep.operator.status.ServerStatus;
import dev.ollakeep.operator.status.Situation;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides everything one reconcile does; the only class that knows all rooms.
 *
 * <p>A pure function: the same server, observation, time and randomness give the same plan.
 */
public final class Planner {

  private final OperatorDefaults defaults;

  public Planner(OperatorDefaults defaults) {
    this.defaults = defaults;
  }

  /** Decides what to do about a server; {@code fresh} serves this plan only. */
  public Plan plan(OllamaServer server, Observed observed, Instant now, Fresh fresh) {
    var credentials = credentials(new Subject(server, observed, now, Optional.empty()));
    var decision = Rotation.decide(credentials, observed, now, fresh);
    var subject = new Subject(server, observed, now, unreadable(credentials, decision));
    var children = ChildRules.decide(subject, defaults);
    var touching = TouchSchedule.of(subject, decision.revision());
    var situation = new Situation(subject, children, credentials, decision);
    var status = ServerStatus.of(situation);
    return new Plan(
        children.verdicts(),
        decision.step(),
        decision.step().map(step -> Tally.of(credentials, step, observed)).orElseGet(List::of),
        new RotationState(decision.phase(), decision.phaseSince(), decision.propagation().behind().size()),
        touching.touches(),
        status,
        Wake.earliest(
            Wake.until(decision.wakeAt(), now),
            Wake.until(ServerStatus.deadline(situation), now),
            touching.wakeUp(),
            Recheck.of(situation, status)));
  }

  /** Proxies may not be able to read Secrets of another layout by the configuration of this version: it stays as it is, too. */
  private static Optional<Obstacle> unreadable(CredentialSpec spec, Decision decision) {
    return spec.switches().unreadable().map(what -> new Obstacle(Reason.INVALID_SPEC, what))
        .or(() -> decision.otherLayout().map(stall -> new Obstacle(stall.reason(), stall.message())));
  }

  /** Whatever is not understood in the resource stops credentials as well as objects. */
  private CredentialSpec credentials(Subject subject) {
    var server = subject.server();
    var made = subject.own(Child.INGRESS, Ingress.class);
    var spec = CredentialSpec.of(server, Addresses.client(server, made, defaults), subject.now());
    var switches = spec.switches();
    var unreadable = switches.unreadable().or(() -> Unreadable.in(server));
    return new CredentialSpec(
        spec.server(), spec.endpoint(), spec.users(), new CredentialSpec.Switches(switches.lockdown(), switches.paused(), unreadable));
  }
}

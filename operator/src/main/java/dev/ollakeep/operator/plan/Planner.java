package dev.ollakeep.operator.plan;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.children.ChildRules;
import dev.ollakeep.operator.children.Contention;
import dev.ollakeep.operator.children.Subject;
import dev.ollakeep.operator.credentials.CredentialDecision;
import dev.ollakeep.operator.credentials.CredentialPlanner;
import dev.ollakeep.operator.credentials.CredentialSpec;
import dev.ollakeep.operator.credentials.Fresh;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.observed.Observed;
import dev.ollakeep.operator.proxy.nginx.RenderedConfigs;
import dev.ollakeep.operator.resources.Addresses;
import dev.ollakeep.operator.resources.OperatorDefaults;
import dev.ollakeep.operator.status.Findings;
import dev.ollakeep.operator.status.ServerStatus;
import dev.ollakeep.operator.status.Situation;
import dev.ollakeep.operator.words.Complaint;
import dev.ollakeep.operator.words.Reason;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides everything one reconcile does; the only class that knows all rooms.
 *
 * <p>A pure function: the same server, observation, time and randomness give the same plan.
 */
public final class Planner {

  private final OperatorDefaults defaults;
  private final RenderedConfigs configs = new RenderedConfigs();

  public Planner(OperatorDefaults defaults) {
    this.defaults = defaults;
  }

  /** Decides what to do about a server; {@code fresh} serves this plan only. */
  public Plan plan(OllamaServer server, Observed observed, Instant now, Fresh fresh) {
    var credentials = credentials(new Subject(server, observed, now, Optional.empty()));
    var decision = CredentialPlanner.decide(credentials, observed, now, fresh);
    var subject = new Subject(server, observed, now, unreadable(credentials, decision));
    var children = ChildRules.decide(subject, defaults, configs);
    var touching = TouchSchedule.of(subject, credentials.switches(), decision.revision());
    var situation = new Situation(subject, children, credentials, decision);
    var findings = Findings.of(situation);
    return new Plan(
        children.verdicts(),
        decision.step(),
        RotationState.of(decision),
        touching.touches(),
        findings,
        ServerStatus.of(situation, findings),
        Wake.earliest(
            Wake.until(decision.wakeAt(), now),
            Wake.until(ServerStatus.deadline(situation), now),
            touching.wakeUp(),
            Wake.until(Contention.deadline(subject), now),
            Recheck.of(situation, findings.complaints())));
  }

  /** Proxies may not be able to read Secrets of another layout by the configuration of this version: it stays as it is, too. */
  private static Optional<Complaint> unreadable(CredentialSpec spec, CredentialDecision decision) {
    return spec.switches().unreadable().map(what -> new Complaint(Reason.INVALID_SPEC, what))
        .or(decision::otherLayout);
  }

  /** Whatever is not understood in the resource stops credentials as well as objects; who may not log in is shut out all the same. */
  private CredentialSpec credentials(Subject subject) {
    var server = subject.server();
    var made = subject.own(Child.INGRESS, Ingress.class);
    var spec = CredentialSpec.of(server, Addresses.client(server, made, defaults), subject.now());
    var switches = spec.switches();
    var unreadable = Unreadable.unknown(server).or(switches::unreadable).or(() -> Unreadable.value(server));
    var usersKnown = switches.usersKnown() && Unreadable.knowsUsers(server);
    return new CredentialSpec(spec.server(), spec.endpoint(), spec.users(),
        new CredentialSpec.Switches(switches.lockdown(), switches.paused(), unreadable, usersKnown));
  }
}

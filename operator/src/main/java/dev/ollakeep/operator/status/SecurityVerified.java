package dev.ollakeep.operator.status;

import static dev.ollakeep.operator.status.ConditionType.SECURITY_VERIFIED;

import dev.ollakeep.operator.plan.PodSeen;
import dev.ollakeep.operator.plan.PodSeen.AttackAnswer;
import java.util.Comparator;

/** The server was attacked by the operator and held. */
final class SecurityVerified {

  private SecurityVerified() {}

  static Finding of(Situation situation) {
    var pods = situation.subject().observed().pods();
    var breach = pods.stream()
        .filter(seen -> seen.attack() instanceof AttackAnswer.Breached)
        .min(Comparator.comparing(seen -> seen.pod().getMetadata().getName()));
    if (breach.isPresent()) {
      return Finding.no(SECURITY_VERIFIED, Reason.PROBE_GOT_THROUGH, message(situation, breach.get()));
    }
    return pods.stream().anyMatch(seen -> seen.attack() instanceof AttackAnswer.Held)
        ? Finding.yes(SECURITY_VERIFIED, Reason.ALL_PROBES_REFUSED, "every attempt without a credential was refused")
        : Finding.unknown(SECURITY_VERIFIED, Reason.NOT_PROBED, "no pod could be attacked yet");
  }

  private static String message(Situation situation, PodSeen seen) {
    var subject = situation.subject();
    var probe = seen.attack() instanceof AttackAnswer.Breached breached ? breached.probe() : "";
    return "pod " + seen.pod().getMetadata().getName() + " let an attempt through: " + probe + "; take the server off the network: "
        + subject.kubectl("scale ollamaserver " + subject.names().server() + " --replicas=0");
  }
}

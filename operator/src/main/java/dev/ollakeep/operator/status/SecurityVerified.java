package dev.ollakeep.operator.status;

import static dev.ollakeep.operator.words.ConditionType.SECURITY_VERIFIED;

import dev.ollakeep.operator.children.Subject;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.observed.PodSeen;
import dev.ollakeep.operator.observed.PodSeen.AttackAnswer;
import dev.ollakeep.operator.observed.Seen;
import dev.ollakeep.operator.words.NameList;
import dev.ollakeep.operator.words.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Comparator;
import java.util.Optional;

/** Every pod that serves was attacked by the operator and held; a pod that did not is told of as long as it runs at all. */
public final class SecurityVerified {

  private SecurityVerified() {}

  static Finding of(Situation situation) {
    var pods = situation.subject().observed().pods();
    var breach = pods.stream()
        .filter(seen -> seen.attack() instanceof AttackAnswer.Breached)
        .min(Comparator.comparing(seen -> seen.pod().getMetadata().getName()));
    if (breach.isPresent()) {
      return Finding.no(SECURITY_VERIFIED, Reason.PROBE_GOT_THROUGH, message(situation, breach.get()));
    }
    return unverified(situation.subject())
        .map(why -> Finding.unknown(SECURITY_VERIFIED, Reason.NOT_PROBED, why))
        .orElseGet(() -> Finding.yes(SECURITY_VERIFIED, Reason.ALL_PROBES_REFUSED, "every attempt without a credential was refused"));
  }

  /** Why nothing can be said of what serves now: pods of others say nothing, and each pod only of itself. */
  private static Optional<String> unverified(Subject subject) {
    var deployment = subject.observed().child(Child.DEPLOYMENT);
    if (!(deployment instanceof Seen.Unknown<HasMetadata>) && subject.own(Child.DEPLOYMENT, Deployment.class).isEmpty()) {
      return Optional.of("no Deployment of this server runs pods");
    }
    var serving = subject.observed().pods().stream().filter(PodSeen::isServing).toList();
    if (serving.isEmpty()) {
      return Optional.of("no pod serves that could be attacked");
    }
    var unverified = serving.stream()
        .filter(seen -> !(seen.attack() instanceof AttackAnswer.Withstood))
        .map(seen -> seen.pod().getMetadata().getName())
        .sorted()
        .toList();
    return unverified.isEmpty() ? Optional.empty() : Optional.of("pods serve that could not be attacked yet: " + NameList.of(unverified));
  }

  private static String message(Situation situation, PodSeen seen) {
    var subject = situation.subject();
    var probe = seen.attack() instanceof AttackAnswer.Breached breached ? breached.probe() : "";
    return "pod " + seen.pod().getMetadata().getName() + " let an attempt through: " + probe + "; take the server off the network: "
        + subject.kubectl("scale ollamaserver " + subject.names().server() + " --replicas=0");
  }
}

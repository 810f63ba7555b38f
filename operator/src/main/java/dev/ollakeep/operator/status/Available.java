package dev.ollakeep.operator.status;

import static dev.ollakeep.operator.words.ConditionType.AVAILABLE;

import dev.ollakeep.operator.children.Subject;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.names.Labels;
import dev.ollakeep.operator.observed.Seen;
import dev.ollakeep.operator.words.Complaint;
import dev.ollakeep.operator.words.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.Optional;
import java.util.Set;

/**
 * Enough pods are ready: all of them, or all but one where several were asked for, as after a node was drained.
 *
 * <p>False also while the pods that were asked for may not run, even if older ones still do.
 */
public final class Available {

  private static final Set<Reason> SAYS_NOTHING_OF_PODS =
      Set.of(Reason.PAUSED, Reason.INVALID_SPEC, Reason.UNSUPPORTED_LAYOUT, Reason.NOT_OBSERVED);

  private Available() {}

  static Finding of(Situation situation) {
    var obstacle = situation.children().obstacle(Child.DEPLOYMENT);
    var telling = obstacle.filter(found -> !SAYS_NOTHING_OF_PODS.contains(found.reason()));
    return telling.map(Available::blocked).orElseGet(() -> byPods(situation));
  }

  /** How many pods are ready. */
  static int ready(Subject subject) {
    return status(subject).map(DeploymentStatus::getReadyReplicas).orElse(0);
  }

  /** How many pods there are. */
  static int running(Subject subject) {
    return status(subject).map(DeploymentStatus::getReplicas).orElse(0);
  }

  /** How many pods are asked for: by the resource, or, while that is not carried out, by the Deployment that stays as it is. */
  static int asked(Situation situation) {
    var wanted = situation.subject().server().getSpec().replicas();
    return situation.children().isWanted(Child.DEPLOYMENT)
        ? wanted
        : situation.subject().own(Child.DEPLOYMENT, Deployment.class)
            .map(Deployment::getSpec).map(DeploymentSpec::getReplicas).orElse(wanted);
  }

  private static Optional<DeploymentStatus> status(Subject subject) {
    return subject.own(Child.DEPLOYMENT, Deployment.class).map(Deployment::getStatus);
  }

  private static Finding blocked(Complaint obstacle) {
    return Finding.no(AVAILABLE, obstacle.reason(), obstacle.message());
  }

  private static Finding byPods(Situation situation) {
    var subject = situation.subject();
    if (subject.observed().child(Child.DEPLOYMENT) instanceof Seen.Unknown<HasMetadata> unknown) {
      return Finding.unknown(AVAILABLE, Reason.NOT_OBSERVED,
          "Deployment " + subject.names().server() + " could not be read: " + unknown.why());
    }
    int asked = asked(situation);
    var ready = ready(subject);
    var count = Math.min(ready, asked) + " of " + asked + " pods are ready";
    var trouble = PodTrouble.worst(subject);
    if (ready >= needed(asked)) {
      return Finding.yes(AVAILABLE, Reason.MINIMUM_REPLICAS_AVAILABLE, count + aside(trouble));
    }
    return trouble
        .map(found -> Finding.no(AVAILABLE, found.reason(), count + aside(trouble)))
        .orElseGet(() -> Finding.no(AVAILABLE, Reason.PODS_NOT_READY,
            count + ": " + subject.kubectl("get pods -l " + Labels.asText(Labels.podSelector(subject.server())))));
  }

  private static int needed(int asked) {
    return asked > 1 ? asked - 1 : asked;
  }

  private static String aside(Optional<Complaint> trouble) {
    return trouble.map(found -> "; " + found.message()).orElse("");
  }
}

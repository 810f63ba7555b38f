package dev.ollakeep.operator.status;

import static dev.ollakeep.operator.status.ConditionType.CREDENTIALS_ROTATED;

import dev.ollakeep.operator.credentials.Propagation;
import dev.ollakeep.operator.credentials.Propagation.Standing;
import dev.ollakeep.operator.credentials.RotationPhase;
import dev.ollakeep.operator.credentials.UserProgress;
import java.util.stream.Collectors;

/** No rotation is in flight. */
final class CredentialsRotated {

  private CredentialsRotated() {}

  static Finding of(Situation situation) {
    var unread = situation.decision().otherLayout();
    if (unread.isPresent()) {
      return Finding.unknown(CREDENTIALS_ROTATED, unread.get().reason(), "nothing can be told: " + unread.get().message());
    }
    var phase = situation.decision().phase();
    if (phase == RotationPhase.STABLE) {
      return Finding.yes(CREDENTIALS_ROTATED, Reason.STABLE, "no rotation is in flight");
    }
    var users = situation.decision().users().stream()
        .filter(user -> user.phase() == phase)
        .map(CredentialsRotated::name)
        .collect(Collectors.joining(", "));
    return Finding.no(CREDENTIALS_ROTATED, phase.reason(),
        phase.reason().meaning() + ": " + users + podsBehind(situation) + remedy(situation));
  }

  /** A grace period waits for nobody, whatever else a pod may lack. */
  private static String podsBehind(Situation situation) {
    var waits = situation.decision().phase() != RotationPhase.IN_GRACE;
    var pods = situation.decision().propagation().behind().stream().map(Propagation.PodBehind::name).toList();
    return !waits || pods.isEmpty() ? "" : "; pods that have not confirmed it: " + NameList.of(pods);
  }

  /** Only a pod that is silent for long needs somebody. */
  private static String remedy(Situation situation) {
    return situation.decision().propagation().behind().stream()
        .filter(pod -> pod.standing() == Standing.SILENT)
        .findFirst()
        .map(pod -> "; see why " + pod.name() + " does not answer on port 8081, or make it anew: "
            + situation.subject().kubectl("delete pod " + pod.name()))
        .orElse("");
  }

  private static String name(UserProgress user) {
    return user.user().name() + user.graceEndsAt().map(end -> " (until " + end + ")").orElse("");
  }
}

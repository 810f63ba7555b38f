package dev.ollakeep.operator.status;

import static dev.ollakeep.operator.words.ConditionType.CREDENTIALS_ROTATED;

import dev.ollakeep.operator.credentials.Propagation;
import dev.ollakeep.operator.credentials.Propagation.Standing;
import dev.ollakeep.operator.credentials.RotationPhase;
import dev.ollakeep.operator.credentials.UserProgress;
import dev.ollakeep.operator.credentials.UserState;
import dev.ollakeep.operator.proxy.ProxyContract;
import dev.ollakeep.operator.words.Complaint;
import dev.ollakeep.operator.words.NameList;
import dev.ollakeep.operator.words.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** No rotation is in flight, and no request for one is unanswered. */
public final class CredentialsRotated {

  private CredentialsRotated() {}

  static Finding of(Situation situation) {
    var unread = situation.decision().otherLayout();
    if (unread.isPresent()) {
      return Finding.unknown(CREDENTIALS_ROTATED, unread.get().reason(), "nothing can be told: " + unread.get().message());
    }
    var phase = situation.decision().phase();
    if (phase == RotationPhase.STABLE) {
      return unanswered(situation).orElseGet(() -> Finding.yes(CREDENTIALS_ROTATED, Reason.STABLE, "no rotation is in flight"));
    }
    var users = new LinkedHashMap<String, List<String>>();
    situation.decision().users().stream()
        .filter(user -> user.phase() == phase)
        .forEach(user -> users.computeIfAbsent(words(situation, user), any -> new ArrayList<>()).add(name(user)));
    var said = users.entrySet().stream().map(group -> group.getKey() + ": " + NameList.of(group.getValue()));
    var unanswered = phase == RotationPhase.IN_GRACE ? unanswered(situation).map(more -> "; " + more.message()).orElse("") : "";
    return Finding.no(CREDENTIALS_ROTATED, phase.reason(),
        said.collect(Collectors.joining("; ")) + podsBehind(situation) + remedy(situation) + unanswered);
  }

  /** A request that something keeps from being carried out: who waits for it to be done must not be told that it is. */
  private static Optional<Finding> unanswered(Situation situation) {
    var waiting = situation.decision().users().stream().filter(user -> !user.pendingRequestId().isEmpty()).toList();
    var why = waiting.stream().flatMap(user -> user.problem().stream()).findFirst()
        .or(() -> situation.decision().stalls().stream().findFirst())
        .or(() -> situation.decision().hindrances().stream().findFirst())
        .or(() -> Optional.of(new Complaint(Reason.PAUSED, Reason.PAUSED.meaning()))
            .filter(any -> situation.credentials().switches().paused()));
    return why.filter(any -> !waiting.isEmpty()).map(complaint -> Finding.no(CREDENTIALS_ROTATED, complaint.reason(),
        "a requestId asks for a new secret, and none is made for " + NameList.of(waiting.stream().map(CredentialsRotated::name).toList())
            + ": " + complaint.message()));
  }

  /** Phases are told as those of somebody who may log in; of others, no secret is accepted at all. */
  private static String words(Situation situation, UserProgress user) {
    var lockdown = situation.credentials().switches().lockdown();
    var shut = !user.user().reserved() && (lockdown || user.user().state() != UserState.ACTIVE);
    return switch (user.phase()) {
      case REVOKING -> shut ? "Every secret is being removed" : user.phase().reason().meaning();
      case REVOKED -> shut ? "Every secret is removed; some pods have not confirmed it yet" : user.phase().reason().meaning();
      case IN_GRACE -> lockdown && !user.user().reserved()
          ? "New and previous secret are both kept, and both refused while auth.lockdown is on"
          : user.phase().reason().meaning();
      default -> user.phase().reason().meaning();
    };
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
        .map(pod -> "; see why " + pod.name() + " does not answer on port " + ProxyContract.INTERNAL_PORT + ", or make it anew: "
            + situation.subject().kubectl("delete pod " + pod.name()))
        .orElse("");
  }

  private static String name(UserProgress user) {
    return user.user().name() + user.graceEndsAt().map(end -> " (until " + end + ")").orElse("");
  }
}

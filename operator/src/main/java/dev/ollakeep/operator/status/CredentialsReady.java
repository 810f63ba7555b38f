package dev.ollakeep.operator.status;

import static dev.ollakeep.operator.status.ConditionType.CREDENTIALS_READY;

import dev.ollakeep.operator.credentials.Problem;
import dev.ollakeep.operator.credentials.RotationPhase;
import dev.ollakeep.operator.credentials.UserProgress;
import dev.ollakeep.operator.credentials.UserState;
import java.util.List;
import java.util.stream.Collectors;

/** Every active user has a strong, published credential. */
final class CredentialsReady {

  private CredentialsReady() {}

  static Finding of(Situation situation) {
    var active = situation.decision().users().stream().filter(user -> user.user().state() == UserState.ACTIVE).toList();
    var problems = active.stream().flatMap(user -> user.problem().stream()).toList();
    if (!problems.isEmpty()) {
      var all = problems.stream().map(Problem::message).collect(Collectors.joining("; "));
      return Finding.no(CREDENTIALS_READY, problems.get(0).reason(), all);
    }
    var unpublished = active.stream().filter(user -> user.publishedAt().isEmpty()).toList();
    if (!unpublished.isEmpty()) {
      var first = unpublished.get(0);
      // Before the first write of a new user there is no phase yet.
      var reason = first.phase() == RotationPhase.STABLE ? Reason.JOURNALED : first.phase().reason();
      return Finding.no(CREDENTIALS_READY, reason, "no credential is published yet for " + names(unpublished));
    }
    return Finding.yes(CREDENTIALS_READY, Reason.PUBLISHED, "every active user has a published credential");
  }

  /** Whether anybody can log in: a user who is active and has a credential. */
  static boolean someoneCanLogIn(Situation situation) {
    return situation.decision().users().stream()
        .anyMatch(user -> !user.user().reserved() && user.user().state() == UserState.ACTIVE && user.publishedAt().isPresent());
  }

  private static String names(List<UserProgress> users) {
    return users.stream().map(user -> user.user().name()).collect(Collectors.joining(", "));
  }
}

package dev.ollakeep.operator.status;

import static dev.ollakeep.operator.words.ConditionType.CREDENTIALS_READY;

import dev.ollakeep.operator.credentials.RotationPhase;
import dev.ollakeep.operator.credentials.UserProgress;
import dev.ollakeep.operator.credentials.UserState;
import dev.ollakeep.operator.words.Complaints;
import dev.ollakeep.operator.words.NameList;
import dev.ollakeep.operator.words.Reason;
import java.util.List;

/** Every active user has a strong, published credential. */
public final class CredentialsReady {

  private CredentialsReady() {}

  static Finding of(Situation situation) {
    var active = situation.decision().users().stream().filter(user -> user.user().state() == UserState.ACTIVE).toList();
    var problems = Complaints.of(active.stream().flatMap(user -> user.problem().stream()).toList()).asOne();
    if (problems.isPresent()) {
      return Finding.no(CREDENTIALS_READY, problems.get().reason(), problems.get().message());
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
    return NameList.of(users.stream().map(user -> user.user().name()).toList());
  }
}

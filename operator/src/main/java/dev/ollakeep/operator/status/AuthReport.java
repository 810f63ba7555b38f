package dev.ollakeep.operator.status;

import dev.ollakeep.api.v1alpha1.AuthStatus;
import dev.ollakeep.api.v1alpha1.UserStatus;
import dev.ollakeep.operator.credentials.CredentialDecision;
import dev.ollakeep.operator.credentials.CredentialSpec;
import dev.ollakeep.operator.credentials.UserProgress;
import dev.ollakeep.operator.names.Names;
import java.time.Instant;
import java.util.Optional;

/** A decision as the resource's status shows it. */
public final class AuthReport {

  private AuthReport() {}

  /** {@code status.auth}: for people, never read back; the operator's own user counts but is not listed. */
  public static AuthStatus of(CredentialSpec spec, CredentialDecision decision) {
    var reached = decision.propagation().pods() - decision.propagation().behind().size();
    var users = decision.users().stream().filter(user -> !user.user().reserved()).map(AuthReport::user).toList();
    var graceEndsAt = decision.users().stream().flatMap(user -> user.graceEndsAt().stream()).max(Instant::compareTo);
    return new AuthStatus(
        decision.revision(),
        reached + "/" + decision.propagation().pods(),
        decision.phase().reason().text(),
        text(decision.lastRotationTime()),
        text(nextRotationAt(decision)),
        text(graceEndsAt),
        observedRequest(spec, decision),
        pendingRequest(decision),
        users);
  }

  private static Optional<Instant> nextRotationAt(CredentialDecision decision) {
    return decision.users().stream().flatMap(user -> user.nextRotationAt().stream()).min(Instant::compareTo);
  }

  private static UserStatus user(UserProgress progress) {
    var user = progress.user();
    return new UserStatus(user.name(), user.role(), user.secretName(), user.source().text(), user.state().text(),
        progress.phase().reason().text(), text(progress.graceEndsAt()));
  }

  /** The server's request that has been taken up: the resource's own, unless somebody still waits for it. */
  private static String observedRequest(CredentialSpec spec, CredentialDecision decision) {
    return decision.users().stream()
        .filter(AuthReport::waitsForServerRequest)
        .map(UserProgress::answeredRequestId)
        .sorted()
        .findFirst()
        .orElseGet(() -> requestOf(spec));
  }

  private static String pendingRequest(CredentialDecision decision) {
    return decision.users().stream()
        .map(UserProgress::pendingRequestId).filter(id -> !id.isEmpty()).sorted().findFirst().orElse("");
  }

  private static boolean waitsForServerRequest(UserProgress progress) {
    return !progress.pendingRequestId().isEmpty()
        && progress.pendingRequestId().equals(progress.user().requests().server());
  }

  private static String requestOf(CredentialSpec spec) {
    return spec.users().stream()
        .filter(user -> user.name().equals(Names.OPERATOR_USER)).findFirst().orElseThrow().requests().server();
  }

  private static String text(Optional<Instant> time) {
    return time.map(Instant::toString).orElse(null);
  }
}

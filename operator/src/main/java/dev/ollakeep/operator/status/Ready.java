package dev.ollakeep.operator.status;

import static dev.ollakeep.operator.status.ConditionType.READY;

import java.util.List;
import java.util.Optional;

/**
 * Clients can use the server as it was asked for.
 *
 * <p>A rotation, or one user's weak password, never lowers it.
 */
final class Ready {

  private static final List<ConditionType> NEEDED =
      List.of(ConditionType.AVAILABLE, ConditionType.EXPOSURE_READY, ConditionType.CERTIFICATE_READY);

  private Ready() {}

  static Finding of(Situation situation, List<Finding> others) {
    return byRequest(situation)
        .or(() -> missing(situation, others))
        .or(() -> breached(others))
        .orElseGet(() -> fine(situation));
  }

  private static Optional<Finding> byRequest(Situation situation) {
    var spec = situation.subject().server().getSpec();
    if (spec.replicas() == 0) {
      return Optional.of(Finding.no(READY, Reason.SCALED_TO_ZERO, Reason.SCALED_TO_ZERO.meaning()));
    }
    return spec.auth().lockdown()
        ? Optional.of(Finding.no(READY, Reason.LOCKDOWN, Reason.LOCKDOWN.meaning()))
        : Optional.empty();
  }

  private static Optional<Finding> missing(Situation situation, List<Finding> others) {
    var first = others.stream().filter(other -> NEEDED.contains(other.type()) && !other.holds()).findFirst();
    var credentials = CredentialsReady.someoneCanLogIn(situation) ? Optional.<Finding>empty() : nobody(others);
    return credentials.isPresent() && first.filter(other -> other.type() == ConditionType.AVAILABLE).isEmpty()
        ? credentials
        : first.map(other -> new Finding(READY, other.truth(), other.reason(), other.message()));
  }

  private static Optional<Finding> nobody(List<Finding> others) {
    return others.stream()
        .filter(other -> other.type() == ConditionType.CREDENTIALS_READY)
        .map(other -> other.holds()
            ? Finding.no(READY, Reason.NO_ACTIVE_USER, Reason.NO_ACTIVE_USER.meaning())
            : Finding.no(READY, other.reason(), other.message()))
        .findFirst();
  }

  private static Optional<Finding> breached(List<Finding> others) {
    return others.stream()
        .filter(other -> other.type() == ConditionType.SECURITY_VERIFIED && other.truth() == Finding.Truth.FALSE)
        .map(other -> Finding.no(READY, other.reason(), other.message()))
        .findFirst();
  }

  private static Finding fine(Situation situation) {
    return situation.subject().server().getSpec().paused()
        ? Finding.yes(READY, Reason.PAUSED, Reason.PAUSED.meaning())
        : Finding.yes(READY, Reason.ALL_READY, Reason.ALL_READY.meaning());
  }
}

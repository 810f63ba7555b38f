package dev.ollakeep.operator.status;

import static dev.ollakeep.operator.words.ConditionType.READY;

import dev.ollakeep.operator.children.Subject;
import dev.ollakeep.operator.children.Verdict;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.words.Complaint;
import dev.ollakeep.operator.words.Complaints;
import dev.ollakeep.operator.words.ConditionType;
import dev.ollakeep.operator.words.Reason;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Clients can use the server as it was asked for.
 *
 * <p>A rotation, or one user's weak password, never lowers it.
 */
public final class Ready {

  private static final List<ConditionType> NEEDED =
      List.of(ConditionType.AVAILABLE, ConditionType.EXPOSURE_READY, ConditionType.CERTIFICATE_READY);

  private Ready() {}

  static Finding of(Situation situation, List<Finding> others) {
    return hindered(situation)
        .or(() -> byRequest(situation))
        .or(() -> missing(situation, others))
        .or(() -> breached(others))
        .map(bad -> aside(situation, bad))
        .orElseGet(() -> fine(situation));
  }

  /** Whatever is wrong, the operator does nothing about it while it is paused. */
  private static Finding aside(Situation situation, Finding bad) {
    var told = !situation.subject().server().getSpec().paused() || bad.reason() == Reason.PAUSED;
    return told ? bad : new Finding(bad.type(), bad.truth(), bad.reason(), bad.message() + "; " + Reason.PAUSED.meaning());
  }

  /** Nobody can log in, as was asked; this is known, whatever else is not. */
  static Optional<Finding> shut(Situation situation) {
    if (situation.subject().server().getSpec().auth().lockdown()) {
      return Optional.of(Finding.no(READY, Reason.LOCKDOWN, Reason.LOCKDOWN.meaning()));
    }
    return CredentialsReady.someoneCanLogIn(situation)
        ? Optional.empty()
        : Optional.of(Finding.no(READY, Reason.NO_ACTIVE_USER, Reason.NO_ACTIVE_USER.meaning()));
  }

  /** A Secret could not be written: who is let in, or what clients read, is not what was asked for. Or an object is not there. */
  private static Optional<Finding> hindered(Situation situation) {
    var deferred = situation.children().verdicts().stream()
        .filter(Verdict.Defer.class::isInstance)
        .flatMap(verdict -> deferred(situation.subject(), verdict.child()).stream());
    return Complaints.of(Stream.concat(situation.decision().hindrances().stream(), deferred).toList()).asOne()
        .map(all -> Finding.no(READY, all.reason(), all.message()));
  }

  private static Optional<Complaint> deferred(Subject subject, Child child) {
    var isAbsent = subject.observed().child(child).isAbsent();
    return isAbsent || child.guards()
        ? Optional.of(new Complaint(Reason.CHILD_CONTENTION, child.type().getSimpleName() + " " + child.name(subject.names())
            + (isAbsent ? " does not exist, and is not made now" : " is not as asked for, and is put right later") + ": see Stalled"))
        : Optional.empty();
  }

  private static Optional<Finding> byRequest(Situation situation) {
    var spec = situation.subject().server().getSpec();
    if (Available.asked(situation) == 0 && (spec.replicas() == 0 || spec.paused())) {
      return Optional.of(Finding.no(READY, Reason.SCALED_TO_ZERO, scaledToZero(situation)));
    }
    return spec.auth().lockdown()
        ? Optional.of(Finding.no(READY, Reason.LOCKDOWN, Reason.LOCKDOWN.meaning()))
        : Optional.empty();
  }

  private static String scaledToZero(Situation situation) {
    var subject = situation.subject();
    var running = Available.running(subject);
    if (running > 0) {
      return "replicas is 0, by request; pods that still run: " + running;
    }
    return subject.server().getSpec().replicas() == 0
        ? Reason.SCALED_TO_ZERO.meaning()
        : "replicas of Deployment " + subject.names().server() + " is 0: no pod runs";
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

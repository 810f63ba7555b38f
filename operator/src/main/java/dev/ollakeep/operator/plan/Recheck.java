package dev.ollakeep.operator.plan;

import dev.ollakeep.api.v1alpha1.ExposureType;
import dev.ollakeep.api.v1alpha1.Tls;
import dev.ollakeep.operator.children.IngressChoice;
import dev.ollakeep.operator.children.Subject;
import dev.ollakeep.operator.observed.Cluster;
import dev.ollakeep.operator.observed.Discovered;
import dev.ollakeep.operator.observed.PodSeen;
import dev.ollakeep.operator.observed.PodSeen.AttackAnswer;
import dev.ollakeep.operator.observed.PodSeen.ConfigAnswer;
import dev.ollakeep.operator.observed.PodSetup;
import dev.ollakeep.operator.observed.ServedKinds;
import dev.ollakeep.operator.status.Situation;
import dev.ollakeep.operator.words.Complaint;
import dev.ollakeep.operator.words.Reason;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** When to look again at what sends no event: things that could not be read, and facts about the cluster. */
final class Recheck {

  private static final Duration NOT_READ = Duration.ofSeconds(10);
  private static final Duration MENDED = Duration.ofSeconds(6);
  private static final Duration CLUSTER = Duration.ofSeconds(10);

  /** A person mends these by an object that does not carry our label, so that no watch tells. */
  private static final Set<Reason> MENDED_UNSEEN = Set.of(
      Reason.NAME_CONFLICT, Reason.VOLUME_PENDING, Reason.SOURCE_SECRET_MISSING, Reason.TLS_SECRET_NOT_FOUND,
      Reason.TLS_SECRET_INVALID, Reason.EXPIRED);

  private Recheck() {}

  /** Each complaint asks for its own time, whether or not a condition names it: the soonest counts. */
  static Optional<Duration> of(Situation situation, List<Complaint> complaints) {
    var subject = situation.subject();
    if (subject.unreadable().isPresent()) {
      return situation.credentials().switches().onlyCloses() ? unanswered(subject) : Optional.empty();
    }
    var kinds = subject.observed().cluster().kinds();
    var mended = complaints.stream().flatMap(complaint -> after(complaint.reason(), kinds).stream()).min(Duration::compareTo);
    return Wake.earliest(mended, unanswered(subject), setup(subject), cluster(subject));
  }

  /** Something is missing or in the way that may have been mended without a word; what was absent is to be asked for again. */
  static boolean mendedUnseen(List<Complaint> complaints) {
    return complaints.stream().map(Complaint::reason).anyMatch(MENDED_UNSEEN::contains);
  }

  private static Optional<Duration> after(Reason complaint, ServedKinds kinds) {
    if (MENDED_UNSEEN.contains(complaint)) {
      return Optional.of(MENDED);
    }
    if (complaint == Reason.NOT_OBSERVED) {
      return Optional.of(NOT_READ);
    }
    return kinds.tellsAbsence(complaint) ? Optional.of(Discovered.IN_NEED) : Optional.empty();
  }

  /** A pod that is ready but did not answer sends no event when it could, nor does one that let somebody in when it does no more. */
  private static Optional<Duration> unanswered(Subject subject) {
    var any = subject.observed().pods().stream()
        .filter(PodSeen::isServing)
        .anyMatch(seen -> seen.config() instanceof ConfigAnswer.Silent || !(seen.attack() instanceof AttackAnswer.Withstood));
    return any ? Optional.of(NOT_READ) : Optional.empty();
  }

  /** Nobody watches Events. */
  private static Optional<Duration> setup(Subject subject) {
    return subject.observed().pods().stream()
        .flatMap(seen -> PodSetup.lookAgain(seen.pod(), subject.now()).stream())
        .min(Comparator.naturalOrder());
  }

  /** Nobody watches IngressClasses and issuers. */
  private static Optional<Duration> cluster(Subject subject) {
    var spec = subject.server().getSpec();
    var ingress = spec.exposure().type() == ExposureType.INGRESS;
    var classMissing = ingress && IngressChoice.of(subject).missing().isPresent();
    var issuer = subject.observed().cluster().issuer();
    var usable = issuer.ifPresent().filter(Cluster.IssuerState::ready).isPresent();
    var issuerMissing = ingress && spec.tlsIfAny().flatMap(Tls::issued).isPresent() && !usable;
    return classMissing || issuerMissing ? Optional.of(CLUSTER) : Optional.empty();
  }
}

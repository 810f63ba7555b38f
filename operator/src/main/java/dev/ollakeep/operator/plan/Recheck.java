package dev.ollakeep.operator.plan;

import dev.ollakeep.api.v1alpha1.ExposureType;
import dev.ollakeep.api.v1alpha1.OllamaServerStatus;
import dev.ollakeep.api.v1alpha1.Tls;
import dev.ollakeep.operator.plan.PodSeen.AttackAnswer;
import dev.ollakeep.operator.plan.PodSeen.ConfigAnswer;
import dev.ollakeep.operator.resources.Child;
import dev.ollakeep.operator.status.Reason;
import dev.ollakeep.operator.status.Situation;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** When to look again at what sends no event: things that could not be read, and facts about the cluster. */
final class Recheck {

  private static final Duration NOT_READ = Duration.ofSeconds(10);
  private static final Duration MENDED = Duration.ofSeconds(6);
  private static final Duration CLUSTER = Duration.ofSeconds(10);
  private static final Duration DISCOVERY = Duration.ofMinutes(2);

  /** A person mends these by an object that does not carry our label, so that no watch tells. */
  private static final Set<String> MENDED_UNSEEN = Stream.of(
          Reason.NAME_CONFLICT, Reason.VOLUME_PENDING, Reason.SOURCE_SECRET_MISSING, Reason.TLS_SECRET_NOT_FOUND,
          Reason.TLS_SECRET_INVALID, Reason.EXPIRED)
      .map(Reason::text).collect(Collectors.toUnmodifiableSet());

  private Recheck() {}

  static Optional<Duration> of(Situation situation, OllamaServerStatus status) {
    var subject = situation.subject();
    if (subject.unreadable().isPresent()) {
      return Optional.empty();
    }
    if (situation.children().blind() || unseen(status)) {
      return Optional.of(NOT_READ);
    }
    return Wake.earliest(mending(status), unanswered(subject), cluster(subject), discovery(situation));
  }

  /** Something is missing or in the way that may have been mended without a word; what was absent is to be asked for again. */
  static boolean mendedUnseen(OllamaServerStatus status) {
    return status.conditions().stream().anyMatch(condition -> MENDED_UNSEEN.contains(condition.reason()));
  }

  private static Optional<Duration> mending(OllamaServerStatus status) {
    return mendedUnseen(status) ? Optional.of(MENDED) : Optional.empty();
  }

  /** A pod that is ready but did not answer sends no event when it could. */
  private static Optional<Duration> unanswered(Subject subject) {
    var any = subject.observed().pods().stream()
        .filter(seen -> ready(seen.pod()))
        .anyMatch(seen -> seen.config() instanceof ConfigAnswer.Silent || seen.attack() instanceof AttackAnswer.Untried);
    return any ? Optional.of(NOT_READ) : Optional.empty();
  }

  private static boolean ready(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() == null
        && pod.getStatus() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(condition -> "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
  }

  private static boolean unseen(OllamaServerStatus status) {
    return status.conditions().stream().anyMatch(condition -> Reason.NOT_OBSERVED.text().equals(condition.reason()));
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

  private static Optional<Duration> discovery(Situation situation) {
    return situation.children().obstacle(Child.CERTIFICATE)
        .filter(obstacle -> obstacle.reason() == Reason.CERT_MANAGER_NOT_INSTALLED)
        .map(obstacle -> DISCOVERY);
  }
}

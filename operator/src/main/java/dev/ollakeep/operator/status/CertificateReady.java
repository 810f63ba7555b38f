package dev.ollakeep.operator.status;

import static dev.ollakeep.operator.words.ConditionType.CERTIFICATE_READY;

import dev.ollakeep.api.v1alpha1.IssuerRef;
import dev.ollakeep.api.v1alpha1.Tls;
import dev.ollakeep.operator.children.Subject;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.names.Names;
import dev.ollakeep.operator.observed.Cluster.IssuerState;
import dev.ollakeep.operator.observed.Seen;
import dev.ollakeep.operator.words.Reason;
import io.fabric8.certmanager.api.model.v1.Certificate;
import io.fabric8.certmanager.api.model.v1.CertificateCondition;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Clients get a valid certificate for the host; only with TLS.
 *
 * <p>Decided by the certificate in the Secret first: while that is good, trouble with its successor does not matter yet.
 */
public final class CertificateReady {

  /** How long cert-manager may take to say anything about a new Certificate. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Said even while the last certificate serves: nobody but a person can mend it. */
  private static final Set<Reason> REFUSALS = Set.of(Reason.NAME_CONFLICT, Reason.HOST_NOT_ALLOWED, Reason.ISSUER_NOT_ALLOWED);

  private static final Set<Reason> NOT_ABOUT_CERTIFICATES = Set.of(Reason.PAUSED, Reason.INVALID_SPEC, Reason.UNSUPPORTED_LAYOUT);

  private final Situation situation;
  private final Subject subject;
  private final Tls tls;
  private final String secretName;

  private CertificateReady(Situation situation, Tls tls, String secretName) {
    this.situation = situation;
    this.subject = situation.subject();
    this.tls = tls;
    this.secretName = secretName;
  }

  static Optional<Finding> of(Situation situation) {
    return about(situation).map(CertificateReady::finding);
  }

  /** When the finding changes although nothing else does. */
  static Optional<Instant> deadline(Situation situation) {
    return about(situation).flatMap(CertificateReady::deadline);
  }

  /** The certificate clients get, where there is one. */
  static Optional<ServedCertificate> served(Subject subject) {
    return Names.certificateSecret(subject.server())
        .flatMap(name -> subject.observed().secret(name).ifPresent())
        .flatMap(ServedCertificate::of);
  }

  private static Optional<CertificateReady> about(Situation situation) {
    var server = situation.subject().server();
    return server.getSpec().tlsIfAny()
        .flatMap(tls -> Names.certificateSecret(server).map(name -> new CertificateReady(situation, tls, name)));
  }

  private Finding finding() {
    if (subject.observed().secret(secretName) instanceof Seen.Unknown<Secret> unknown) {
      return Finding.unknown(CERTIFICATE_READY, Reason.NOT_OBSERVED,
          "Secret " + secretName + " could not be read: " + unknown.why());
    }
    var refused = situation.children().obstacle(Child.CERTIFICATE).filter(found -> REFUSALS.contains(found.reason()));
    if (refused.isPresent()) {
      return no(refused.get().reason(), refused.get().message());
    }
    var usable = served(subject).filter(this::coversHosts);
    return usable.isPresent() ? inUse(usable.get()) : tls.issued().isPresent() ? issuing() : supplied();
  }

  private boolean coversHosts(ServedCertificate certificate) {
    return certificate.covers(subject.server().getSpec().exposure().host());
  }

  private Finding inUse(ServedCertificate certificate) {
    var until = "the certificate in Secret " + secretName + " is valid until " + certificate.notAfter();
    if (certificate.expired(subject.now())) {
      return no(Reason.EXPIRED, "the certificate in Secret " + secretName + " has expired at " + certificate.notAfter() + renew());
    }
    if (certificate.expiresSoon(subject.now())) {
      return yes(Reason.EXPIRING_SOON, until + renew());
    }
    var hindrance = hindrance();
    if (hindrance.isPresent()) {
      return yes(hindrance.get().reason(), until + ", but would not be renewed: " + hindrance.get().message());
    }
    return issuingNow() ? yes(Reason.CERTIFICATE_RENEWING, until) : yes(Reason.CERTIFICATE_ISSUED, until);
  }

  private String renew() {
    return tls.issued().isEmpty()
        ? ": put a new one there, " + createSecret()
        : ": " + hindrance().map(Finding::message).orElseGet(() -> subject.kubectl("describe certificate " + subject.names().server()));
  }

  /** What keeps cert-manager from issuing another one. */
  private Optional<Finding> hindrance() {
    return tls.issued().flatMap(any -> issuer().or(this::failed));
  }

  private Finding supplied() {
    return fault()
        .map(fault -> no(Reason.TLS_SECRET_INVALID, "Secret " + secretName + " " + fault + ": replace it, "
            + subject.kubectl("delete secret " + secretName) + " and " + createSecret()))
        .orElseGet(() -> no(Reason.TLS_SECRET_NOT_FOUND, "Secret " + secretName + " is missing: " + createSecret()));
  }

  private Optional<String> fault() {
    return subject.observed().secret(secretName).ifPresent()
        .map(secret -> CertificateFault.of(secret, subject.server().getSpec().exposure().host()));
  }

  private String createSecret() {
    return subject.kubectl("create secret tls " + secretName + " --cert=tls.crt --key=tls.key");
  }

  private Finding issuing() {
    var obstacle = situation.children().obstacle(Child.CERTIFICATE)
        .filter(found -> !NOT_ABOUT_CERTIFICATES.contains(found.reason()));
    if (obstacle.isPresent()) {
      return obstacle.get().reason() == Reason.NOT_OBSERVED
          ? Finding.unknown(CERTIFICATE_READY, Reason.NOT_OBSERVED, obstacle.get().message())
          : no(obstacle.get().reason(), obstacle.get().message());
    }
    return unmade().or(this::issuer).or(this::failed).or(this::unanswered).or(this::useless).orElseGet(() -> no(Reason.CERTIFICATE_PENDING,
        "the certificate is being issued: " + subject.kubectl("describe certificate " + subject.names().server())));
  }

  /** Nobody issues anything while the operator does not ask for it. */
  private Optional<Finding> unmade() {
    return situation.children().obstacle(Child.CERTIFICATE)
        .filter(any -> certificate().isEmpty())
        .map(found -> no(found.reason(), "there is no Certificate " + subject.names().server() + " yet: " + found.message()));
  }

  private Optional<Finding> issuer() {
    var issuer = subject.observed().cluster().issuer();
    var name = tls.issued().map(issued -> describe(issued.issuerRef())).orElse("");
    if (issuer.isAbsent()) {
      return Optional.of(no(Reason.ISSUER_NOT_FOUND, "there is no " + name + ": create it, or name another one in"
          + " spec.tls.certManager.issuerRef"));
    }
    return issuer.ifPresent().filter(state -> !state.ready()).map(IssuerState::message)
        .map(words -> no(Reason.ISSUER_NOT_READY, name + " is not ready: " + words));
  }

  private String describe(IssuerRef ref) {
    return ref.kind() + " " + ref.name();
  }

  private Optional<Finding> failed() {
    return condition("Issuing")
        .filter(issuing -> "False".equals(issuing.getStatus()) && "Failed".equals(issuing.getReason()))
        .map(issuing -> no(Reason.ISSUANCE_FAILED, "cert-manager could not issue the certificate: " + issuing.getMessage()));
  }

  private Optional<Finding> unanswered() {
    return silentUntil().filter(end -> !subject.now().isBefore(end)).map(end -> no(Reason.CERT_MANAGER_NOT_RESPONDING,
        "cert-manager has not said anything about Certificate " + subject.names().server()
            + " for 2 minutes: see whether its controller runs, kubectl get pods -A -l app.kubernetes.io/name=cert-manager"));
  }

  /** cert-manager calls it ready, and clients cannot use it. */
  private Optional<Finding> useless() {
    return condition("Ready")
        .filter(ready -> "True".equals(ready.getStatus()) && certificate().orElseThrow().getMetadata().getGeneration()
            .equals(ready.getObservedGeneration()))
        .flatMap(ready -> fault())
        .map(fault -> no(Reason.TLS_SECRET_INVALID, "cert-manager has issued the certificate, but Secret " + secretName + " " + fault
            + ": see what its issuer makes, " + subject.kubectl("describe certificate " + subject.names().server())));
  }

  /** The end of patience with a Certificate that nobody has looked at. */
  private Optional<Instant> silentUntil() {
    return certificate()
        .filter(made -> made.getStatus() == null || made.getStatus().getConditions().isEmpty())
        .map(made -> made.getMetadata().getCreationTimestamp())
        .map(created -> Instant.parse(created).plus(PATIENCE));
  }

  private Optional<Instant> deadline() {
    var now = subject.now();
    var served = served(subject);
    return served.map(ServedCertificate::expiresSoonFrom).filter(now::isBefore)
        .or(() -> served.map(ServedCertificate::notAfter).filter(now::isBefore))
        .or(() -> silentUntil().filter(now::isBefore));
  }

  private boolean issuingNow() {
    return condition("Issuing").filter(issuing -> "True".equals(issuing.getStatus())).isPresent();
  }

  private Optional<CertificateCondition> condition(String type) {
    return certificate().map(Certificate::getStatus).stream()
        .flatMap(status -> status.getConditions().stream())
        .filter(condition -> type.equals(condition.getType()))
        .findFirst();
  }

  private Optional<Certificate> certificate() {
    return subject.own(Child.CERTIFICATE, Certificate.class);
  }

  private static Finding yes(Reason reason, String message) {
    return Finding.yes(CERTIFICATE_READY, reason, message);
  }

  private static Finding no(Reason reason, String message) {
    return Finding.no(CERTIFICATE_READY, reason, message);
  }
}

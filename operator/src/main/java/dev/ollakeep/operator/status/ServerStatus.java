package dev.ollakeep.operator.status;

import dev.ollakeep.api.v1alpha1.Binding;
import dev.ollakeep.api.v1alpha1.Endpoint;
import dev.ollakeep.api.v1alpha1.ExposureStatus;
import dev.ollakeep.api.v1alpha1.ExposureType;
import dev.ollakeep.api.v1alpha1.OllamaServerStatus;
import dev.ollakeep.api.v1alpha1.Tls;
import dev.ollakeep.api.v1alpha1.TlsStatus;
import dev.ollakeep.operator.children.IngressChoice;
import dev.ollakeep.operator.children.Subject;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.names.Labels;
import dev.ollakeep.operator.names.Names;
import dev.ollakeep.operator.resources.Addresses;
import dev.ollakeep.operator.resources.TlsIngress;
import dev.ollakeep.operator.words.ConditionType;
import dev.ollakeep.operator.words.Reason;
import io.fabric8.certmanager.api.model.v1.Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The whole status of a server.
 *
 * <p>Nothing in it changes while the situation does not, or writing it would wake the operator up for ever.
 */
public final class ServerStatus {

  private final Situation situation;
  private final Findings found;
  private final Subject subject;

  private ServerStatus(Situation situation, Findings found) {
    this.situation = situation;
    this.found = found;
    this.subject = situation.subject();
  }

  public static OllamaServerStatus of(Situation situation, Findings found) {
    var status = new ServerStatus(situation, found);
    return situation.subject().unreadable().isPresent() ? LastGoodStatus.of(situation) : status.assembled();
  }

  /** When the status changes although nothing else does. */
  public static Optional<Instant> deadline(Situation situation) {
    return CertificateReady.deadline(situation);
  }

  private OllamaServerStatus assembled() {
    var server = subject.server();
    return new OllamaServerStatus(
        generation(),
        url(),
        endpoints(),
        subject.observed().serverVersion().orElse(null),
        binding(),
        Available.running(subject),
        Available.ready(subject),
        Labels.asText(Labels.podSelector(server)),
        AuthReport.of(situation.credentials(), situation.decision()),
        exposure(),
        tls().orElse(null),
        Conditions.of(server).merge(found.conditions(), generation(), subject.now()));
  }

  private long generation() {
    return Optional.ofNullable(subject.server().getMetadata().getGeneration()).orElse(0L);
  }

  /** Only an address that works is shown, from the first time that somebody answered there: pods come and go behind it. */
  private String url() {
    var address = Addresses.url(subject.server());
    var open = holds(ConditionType.EXPOSURE_READY) && holds(ConditionType.CERTIFICATE_READY);
    var answered = holds(ConditionType.AVAILABLE) && Available.ready(subject) > 0;
    return open && (answered || address.equals(shownUrl())) ? address : null;
  }

  /** A condition that does not apply holds. */
  private boolean holds(ConditionType type) {
    return found.conditions().stream().filter(finding -> finding.type() == type).allMatch(Finding::holds);
  }

  private String shownUrl() {
    return Optional.ofNullable(subject.server().getStatus()).map(OllamaServerStatus::url).orElse("");
  }

  /** Whatever is behind a Service of somebody else's must not get what clients send here. */
  private List<Endpoint> endpoints() {
    return subject.conflicts(Child.SERVICE)
        ? List.of()
        : Addresses.endpoints(subject.server(), situation.credentials().endpoint().externalUrl());
  }

  /** Never a Secret of somebody else's: applications would be bound to it. */
  private Binding binding() {
    return subject.server().getSpec().auth().users().stream()
        .findFirst()
        .map(user -> subject.names().credentials(user))
        .filter(name -> !isForeign(name))
        .map(Binding::new)
        .orElse(null);
  }

  private boolean isForeign(String credential) {
    return situation.decision().users().stream()
        .filter(progress -> progress.user().secretName().equals(credential))
        .flatMap(progress -> progress.problem().stream())
        .anyMatch(problem -> problem.reason() == Reason.NAME_CONFLICT);
  }

  private ExposureStatus exposure() {
    if (subject.server().getSpec().exposure().type() != ExposureType.INGRESS) {
      return null;
    }
    var addresses = ExposureReady.addresses(subject);
    var warnings = Stream.concat(IngressChoice.of(subject).profile().warnings(subject.server()).stream(), uncovered()).toList();
    return addresses.isEmpty() && warnings.isEmpty() ? null : new ExposureStatus(addresses, warnings);
  }

  /** The certificate may be for fewer hosts than clients may use. */
  private Stream<String> uncovered() {
    return CertificateReady.served(subject).stream()
        .flatMap(served -> TlsIngress.hosts(subject.server()).stream().filter(host -> !served.covers(host)))
        .map(host -> "the certificate is not for " + host + ": clients that use it will refuse the connection");
  }

  private Optional<TlsStatus> tls() {
    return subject.server().getSpec().tlsIfAny().map(this::tls);
  }

  private TlsStatus tls(Tls tls) {
    var served = CertificateReady.served(subject);
    return new TlsStatus(
        tls.issued().isPresent() ? "CertManager" : "Secret",
        Names.certificateSecret(subject.server()).orElse(null),
        served.map(ServedCertificate::issuer).orElse(null),
        served.map(ServedCertificate::namesShown).orElse(List.of()),
        served.map(ServedCertificate::notBefore).map(Instant::toString).orElse(null),
        served.map(ServedCertificate::notAfter).map(Instant::toString).orElse(null),
        renewalTime().orElse(null));
  }

  private Optional<String> renewalTime() {
    return subject.own(Child.CERTIFICATE, Certificate.class)
        .map(Certificate::getStatus)
        .map(status -> status.getRenewalTime());
  }
}

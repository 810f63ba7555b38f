package dev.ollakeep.operator.status;

import dev.ollakeep.api.v1alpha1.Binding;
import dev.ollakeep.api.v1alpha1.Condition;
import dev.ollakeep.api.v1alpha1.ExposureStatus;
import dev.ollakeep.api.v1alpha1.ExposureType;
import dev.ollakeep.api.v1alpha1.OllamaServerStatus;
import dev.ollakeep.api.v1alpha1.Tls;
import dev.ollakeep.api.v1alpha1.TlsStatus;
import dev.ollakeep.operator.credentials.AuthReport;
import dev.ollakeep.operator.plan.IngressChoice;
import dev.ollakeep.operator.plan.Subject;
import dev.ollakeep.operator.resources.Addresses;
import dev.ollakeep.operator.resources.Child;
import dev.ollakeep.operator.resources.Labels;
import dev.ollakeep.operator.resources.TlsIngress;
import io.fabric8.certmanager.api.model.v1.Certificate;
import java.time.Instant;
import java.util.ArrayList;
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
  private final Subject subject;

  private ServerStatus(Situation situation) {
    this.situation = situation;
    this.subject = situation.subject();
  }

  public static OllamaServerStatus of(Situation situation) {
    var status = new ServerStatus(situation);
    return situation.subject().unreadable().isPresent() ? LastGoodStatus.of(situation) : status.assembled();
  }

  /** When the status changes although nothing else does. */
  public static Optional<Instant> deadline(Situation situation) {
    return CertificateReady.deadline(situation);
  }

  private OllamaServerStatus assembled() {
    var server = subject.server();
    var findings = findings();
    return new OllamaServerStatus(
        generation(),
        url(findings),
        Addresses.endpoints(server, situation.credentials().endpoint().externalUrl()),
        subject.observed().serverVersion().orElse(null),
        binding(),
        Available.running(subject),
        Available.ready(subject),
        Labels.asText(Labels.podSelector(server)),
        AuthReport.of(situation.credentials(), situation.decision()),
        exposure(),
        tls().orElse(null),
        conditions(findings));
  }

  private List<Finding> findings() {
    var findings = new ArrayList<>(List.of(
        Available.of(situation),
        ProxyConfigured.of(situation),
        CredentialsReady.of(situation),
        CredentialsRotated.of(situation),
        SecurityVerified.of(situation),
        ExposureReady.of(situation)));
    CertificateReady.of(situation).ifPresent(findings::add);
    findings.add(0, Ready.of(situation, findings));
    return findings;
  }

  private List<Condition> conditions(List<Finding> findings) {
    var all = Stream.concat(findings.stream(), Stalled.of(situation).stream()).toList();
    return Conditions.of(subject.server()).merge(all, generation(), subject.now());
  }

  private long generation() {
    return Optional.ofNullable(subject.server().getMetadata().getGeneration()).orElse(0L);
  }

  /** Only an address that works is shown. */
  private String url(List<Finding> findings) {
    var open = findings.stream()
        .filter(finding -> finding.type() == ConditionType.EXPOSURE_READY || finding.type() == ConditionType.CERTIFICATE_READY)
        .allMatch(Finding::holds);
    return open ? Addresses.url(subject.server()) : null;
  }

  private Binding binding() {
    return subject.server().getSpec().auth().users().stream()
        .findFirst()
        .map(user -> new Binding(subject.names().credentials(user)))
        .orElse(null);
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
        TlsIngress.secretName(subject.server()).orElse(null),
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

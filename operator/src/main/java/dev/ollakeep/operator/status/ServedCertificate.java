package dev.ollakeep.operator.status;

import io.fabric8.kubernetes.api.model.Secret;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The certificate that lies in a Secret: what clients really get, whatever any controller says about it.
 *
 * <p>The private key is never read.
 */
record ServedCertificate(String issuer, List<String> dnsNames, Instant notBefore, Instant notAfter) {

  private static final int DNS_NAME = 2;
  private static final int NAMES_SHOWN = 100;

  /** The first certificate of the Secret; empty when it holds none that can be read. */
  static Optional<ServedCertificate> of(Secret secret) {
    var data = secret.getData();
    var complete = "kubernetes.io/tls".equals(secret.getType()) && data != null && data.get("tls.key") != null;
    return complete ? Optional.ofNullable(data.get("tls.crt")).flatMap(ServedCertificate::parse) : Optional.empty();
  }

  /** The instant from which less than a sixth of its life is left. */
  Instant expiresSoonFrom() {
    return notAfter.minus(Duration.between(notBefore, notAfter).dividedBy(6));
  }

  boolean expired(Instant now) {
    return !now.isBefore(notAfter);
  }

  boolean expiresSoon(Instant now) {
    return !now.isBefore(expiresSoonFrom());
  }

  /** Whether a client that asks for this host accepts it; a star stands for one label. */
  boolean covers(String host) {
    var dot = host.indexOf('.');
    var star = dot < 0 ? host : "*" + host.substring(dot);
    return dnsNames.stream().anyMatch(name -> name.equalsIgnoreCase(host) || name.equalsIgnoreCase(star));
  }

  /** As many of its names as a status takes: one more would have the whole status refused. */
  List<String> namesShown() {
    return dnsNames.stream().limit(NAMES_SHOWN).toList();
  }

  private static Optional<ServedCertificate> parse(String base64) {
    try {
      return Optional.of(read(base64));
    } catch (CertificateException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Fails on what clients would refuse as well, such as a certificate that names no issuer. */
  static ServedCertificate read(String base64) throws CertificateException {
    var bytes = new ByteArrayInputStream(Base64.getDecoder().decode(base64));
    var certificate = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(bytes);
    return new ServedCertificate(
        certificate.getIssuerX500Principal().getName(),
        names(certificate.getSubjectAlternativeNames()),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant());
  }

  private static List<String> names(Collection<List<?>> alternatives) {
    return alternatives == null
        ? List.of()
        : alternatives.stream().filter(entry -> entry.get(0).equals(DNS_NAME)).map(entry -> entry.get(1).toString()).sorted().toList();
  }
}

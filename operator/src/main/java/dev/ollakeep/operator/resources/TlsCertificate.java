package dev.ollakeep.operator.resources;

import dev.ollakeep.api.rules.GoDuration;
import dev.ollakeep.api.v1alpha1.CertManager;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.api.v1alpha1.Tls;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.names.Labels;
import dev.ollakeep.operator.names.Names;
import dev.ollakeep.operator.names.Ownership;
import io.fabric8.certmanager.api.model.v1.Certificate;
import io.fabric8.certmanager.api.model.v1.CertificateBuilder;
import io.fabric8.kubernetes.api.model.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The certificate that cert-manager shall issue.
 *
 * <p>{@code renewBefore} stays unset unless asked for: the lifetimes of certificates shrink, and cert-manager's own rule
 * follows them.
 */
public final class TlsCertificate {

  private static final int LONGEST_COMMON_NAME = 64;

  private TlsCertificate() {}

  /**
   * Needs {@code tls.certManager}.
   *
   * @param signsItself the subject is the issuer, too, and a certificate without an issuer is refused by many clients: it gets a
   *     common name, which others are better off without
   */
  public static Certificate of(OllamaServer server, boolean signsItself) {
    var asked = server.getSpec().tlsIfAny().flatMap(Tls::issued).orElseThrow();
    var key = asked.privateKey();
    return new CertificateBuilder()
        .withMetadata(Ownership.owned(server, Names.of(server).server(), Child.CERTIFICATE.component()))
        .withNewSpec()
        .withSecretName(Names.of(server).tlsSecret())
        .withNewSecretTemplate()
        .withLabels(Labels.of(server, "tls"))
        .endSecretTemplate()
        .withCommonName(signsItself ? commonName(server) : null)
        .withDnsNames(dnsNames(server, asked))
        .withDuration(duration(asked.duration()))
        .withRenewBefore(duration(asked.renewBefore()))
        .withNewPrivateKey()
        .withAlgorithm(key.algorithm().text())
        .withSize(key.size())
        .withRotationPolicy(key.rotationPolicy().text())
        .endPrivateKey()
        .withNewIssuerRef()
        .withGroup(asked.issuerRef().group())
        .withKind(asked.issuerRef().kind())
        .withName(asked.issuerRef().name())
        .endIssuerRef()
        .endSpec()
        .build();
  }

  private static String commonName(OllamaServer server) {
    var host = server.getSpec().exposure().host();
    return host.length() <= LONGEST_COMMON_NAME ? host : Names.of(server).server();
  }

  /** The names the certificate is for: those asked for, else the hosts of the exposure. */
  public static List<String> dnsNames(OllamaServer server, CertManager asked) {
    return asked.dnsNames().isEmpty() ? TlsIngress.hosts(server) : asked.dnsNames();
  }

  private static Duration duration(String text) {
    return Optional.ofNullable(text).map(GoDuration::parse).map(Duration::new).orElse(null);
  }
}

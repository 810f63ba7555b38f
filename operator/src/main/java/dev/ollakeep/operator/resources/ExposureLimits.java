package dev.ollakeep.operator.resources;

import dev.ollakeep.api.v1alpha1.CertManager;
import dev.ollakeep.api.v1alpha1.IssuerRef;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names that servers may take, and the issuers that may sign for them: who may create a server must not get any name from
 * any issuer for that.
 *
 * <p>An empty list allows everything. A domain allows itself and all below it; an issuer is Kind/name, or Kind.group/name for one
 * that is not cert-manager's own, and {@code *} stands for every name.
 */
public record ExposureLimits(List<String> issuers, List<String> hostSuffixes) {

  public static final ExposureLimits NONE = new ExposureLimits(List.of(), List.of());

  private static final String CERT_MANAGER = "cert-manager.io";

  /** Annotations by which controllers known to us take more names than the rules of the Ingress say, or get certificates. */
  private static final Pattern BACK_DOORS = Pattern.compile(String.join("|",
      "external-dns\\.alpha\\.kubernetes\\.io/.*",
      ".*/server-alias(-regex)?",
      "alb\\.ingress\\.kubernetes\\.io/conditions\\..*",
      ".*/router\\.tls\\.(certresolver|domains.*)",
      "kubernetes\\.io/tls-acme",
      "acme\\.cert-manager\\.io/.*",
      ".*/cert-signer"));

  public ExposureLimits {
    issuers = issuers.stream().sorted().distinct().toList();
    hostSuffixes = hostSuffixes.stream().sorted().distinct().toList();
  }

  public boolean allow(IssuerRef issuer) {
    return issuers.isEmpty() || Stream.of(issuer.name(), "*").anyMatch(name -> issuers.contains(described(issuer, name)));
  }

  /** The issuer in the words of the setting. */
  public static String described(IssuerRef issuer) {
    return described(issuer, issuer.name());
  }

  private static String described(IssuerRef issuer, String name) {
    var group = issuer.group().equals(CERT_MANAGER) ? "" : "." + issuer.group();
    return issuer.kind() + group + "/" + name;
  }

  /** The first host of the Ingress that is not allowed. */
  public Optional<String> refusedHost(OllamaServer server) {
    return TlsIngress.hosts(server).stream().filter(host -> !allow(host)).findFirst();
  }

  /** The first name that the certificate is asked for and that is not allowed. */
  public Optional<String> refusedName(OllamaServer server, CertManager asked) {
    return TlsCertificate.dnsNames(server, asked).stream().filter(name -> !allow(name)).findFirst();
  }

  /** The first annotation of the Ingress that would get round the limits; none while there are no limits. */
  public Optional<String> refusedAnnotation(OllamaServer server) {
    return equals(NONE)
        ? Optional.empty()
        : server.getSpec().exposure().ingress().annotations().keySet().stream()
            .filter(key -> BACK_DOORS.matcher(key).matches())
            .findFirst();
  }

  /** All names of a wildcard lie below what follows its first dot. */
  private boolean allow(String name) {
    var host = name.startsWith("*.") ? name.substring(2) : name;
    return hostSuffixes.isEmpty() || hostSuffixes.stream().anyMatch(suffix -> host.equals(suffix) || host.endsWith("." + suffix));
  }
}

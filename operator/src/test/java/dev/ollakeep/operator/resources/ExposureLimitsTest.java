package dev.ollakeep.operator.resources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.api.v1alpha1.IssuerRef;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExposureLimitsTest {

  private static final ExposureLimits LIMITS = new ExposureLimits(
      List.of("ClusterIssuer/letsencrypt-prod", "Issuer/*", "StepIssuer.certmanager.step.sm/team"), List.of("example.com", "ai.internal"));

  @ParameterizedTest(name = "{0} {2}/{1} allowed: {3}")
  @CsvSource({
    "ClusterIssuer, letsencrypt-prod, cert-manager.io, true",
    "ClusterIssuer, letsencrypt, cert-manager.io, false",
    "ClusterIssuer, letsencrypt-prod2, cert-manager.io, false",
    "Issuer, whatever, cert-manager.io, true",
    "Issuer, whatever, certmanager.step.sm, false",
    "StepIssuer, team, certmanager.step.sm, true",
    "StepIssuer, team, cert-manager.io, false",
    "StepIssuer, other, certmanager.step.sm, false"
  })
  void issuers(String kind, String name, String group, boolean allowed) {
    assertThat(LIMITS.allow(new IssuerRef(name, kind, group))).isEqualTo(allowed);
    assertThat(ExposureLimits.NONE.allow(new IssuerRef(name, kind, group))).isTrue();
  }

  @ParameterizedTest(name = "{0} allowed: {1}")
  @CsvSource({
    "example.com, true",
    "llm.example.com, true",
    "a.b.example.com, true",
    "llm.ai.internal, true",
    "llm.internal, false",
    "example.com.evil.org, false",
    "evil-example.com, false",
    "com, false"
  })
  void hosts(String host, boolean allowed) {
    var server = server("{type: Ingress, host: " + host + "}");
    assertThat(LIMITS.refusedHost(server).isEmpty()).isEqualTo(allowed);
    assertThat(ExposureLimits.NONE.refusedHost(server)).isEmpty();
  }

  @Test
  void everyHostCounts() {
    assertThat(LIMITS.refusedHost(server("{type: Ingress, host: a.example.com, extraHosts: [b.example.com, b.example.org]}")))
        .contains("b.example.org");
  }

  @ParameterizedTest(name = "a certificate for {0}: {1}")
  @CsvSource({"*.example.com, true", "*.a.example.com, true", "*.com, false", "*.example.org, false", "b.example.org, false"})
  void namesOfCertificates(String name, boolean allowed) {
    var server = server("{type: Ingress, host: a.example.com}", "[a.example.com, '" + name + "']");
    var asked = server.getSpec().tlsIfAny().flatMap(tls -> tls.issued()).orElseThrow();
    assertThat(LIMITS.refusedName(server, asked).isEmpty()).isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "nginx.ingress.kubernetes.io/server-alias", "haproxy-ingress.github.io/server-alias-regex",
    "external-dns.alpha.kubernetes.io/hostname", "alb.ingress.kubernetes.io/conditions.hello",
    "traefik.ingress.kubernetes.io/router.tls.certresolver", "traefik.ingress.kubernetes.io/router.tls.domains.0.main",
    "kubernetes.io/tls-acme", "acme.cert-manager.io/http01-edit-in-place", "haproxy-ingress.github.io/cert-signer"
  })
  void annotationsThatGetRoundTheLimits(String key) {
    var server = server("{type: Ingress, host: a.example.com, ingress: {annotations: {'" + key + "': x}}}");
    assertThat(LIMITS.refusedAnnotation(server)).contains(key);
    assertThat(new ExposureLimits(List.of("Issuer/*"), List.of()).refusedAnnotation(server)).contains(key);
    assertThat(ExposureLimits.NONE.refusedAnnotation(server)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "nginx.ingress.kubernetes.io/proxy-read-timeout", "traefik.ingress.kubernetes.io/router.tls", "example.com/team"
  })
  void otherAnnotationsAreFree(String key) {
    assertThat(LIMITS.refusedAnnotation(server("{type: Ingress, host: a.example.com, ingress: {annotations: {'" + key + "': x}}}")))
        .isEmpty();
  }

  private static OllamaServer server(String exposure) {
    return server(exposure, "[]");
  }

  private static OllamaServer server(String exposure, String dnsNames) {
    return Serialization.unmarshal("""
        apiVersion: ollakeep.dev/v1alpha1
        kind: OllamaServer
        metadata: {name: hello, namespace: ai}
        spec:
          auth: {users: [{name: alice, role: User}]}
          exposure: %s
          tls: {certManager: {issuerRef: {name: ca}, dnsNames: %s}}
        """.formatted(exposure, dnsNames), OllamaServer.class);
  }
}

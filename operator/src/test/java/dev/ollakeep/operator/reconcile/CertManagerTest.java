package dev.ollakeep.operator.reconcile;

import static dev.ollakeep.operator.reconcile.TestNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import io.fabric8.certmanager.api.model.v1.Certificate;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Certificates are watched once the cluster knows them, without a restart. */
@Isolated("installs and removes the CRDs of cert-manager")
@RequiresApiServer
class CertManagerTest {

  private static final String PUBLIC = """
      apiVersion: ollakeep.dev/v1alpha1
      kind: OllamaServer
      metadata: {name: %s}
      spec:
        exposure: {type: Ingress, host: llm.example.com}
        tls: {certManager: {issuerRef: {name: letsencrypt, kind: Issuer}}}
        auth: {users: [{name: alice, role: User}]}
      """;

  private KubernetesClient client;
  private TestNamespace namespace;
  private OperatorUnderTest operator;

  @BeforeEach
  void start(ApiServer api) {
    client = api.client();
    namespace = new TestNamespace(client, api.freshNamespace("certs"));
    operator = OperatorUnderTest.start(api, namespace.name());
  }

  @AfterEach
  void stop() {
    operator.close();
    CertManagerCrds.remove(client);
    assertThat(operator.ends()).isEmpty();
  }

  @Test
  void itsAbsenceIsSaidAndTheRestGoesOn() {
    namespace.createFrom(PUBLIC.formatted("early"));

    eventually(() -> assertThat(namespace.reason("early", "CertificateReady")).isEqualTo("CertManagerNotInstalled"));
    eventually(() -> assertThat(namespace.objects("early")).containsKeys("Deployment/early", "Service/early"));
    assertThat(namespace.objects("early")).doesNotContainKey("Ingress/early");
  }

  @Test
  void aCertificateIsMadeAndHealed() {
    CertManagerCrds.install(client);

    namespace.createFrom(PUBLIC.formatted("hello"));

    eventually(() -> assertThat(certificate().get()).isNotNull());
    eventually(() -> assertThat(namespace.objects("hello")).containsKey("Ingress/hello"));
    certificate().patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"dnsNames\":[\"evil.example.com\"]}}");
    eventually(() -> assertThat(certificate().get().getSpec().getDnsNames()).containsExactly("llm.example.com"));
    certificate().delete();
    eventually(() -> assertThat(certificate().get()).isNotNull());
  }

  @Test
  void whatIsNoLongerCalledForGoesAlsoWhereCertManagerCameLater() {
    namespace.create("plain", "bob=User");
    namespace.settled("plain");
    CertManagerCrds.install(client);
    namespace.createFrom(PUBLIC.formatted("hello"));
    eventually(() -> assertThat(certificate().get()).isNotNull());
    eventually(() -> assertThat(namespace.objects("hello")).containsKey("Ingress/hello"));

    client.resources(OllamaServer.class).inNamespace(namespace.name()).withName("hello").patch(
        PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"exposure\":{\"type\":\"ClusterIP\",\"host\":null},\"tls\":null}}");

    eventually(() -> assertThat(namespace.objects("hello")).doesNotContainKey("Ingress/hello"));
    eventually(() -> assertThat(certificate().get()).isNull());
  }

  @Test
  void theExampleIsAppliedAsItIsRendered() throws IOException {
    CertManagerCrds.install(client);
    client.resource("""
        apiVersion: cert-manager.io/v1
        kind: ClusterIssuer
        metadata: {name: letsencrypt-prod}
        """).create();
    client.resource("""
        apiVersion: networking.k8s.io/v1
        kind: IngressClass
        metadata: {name: traefik}
        spec: {controller: traefik.io/ingress-controller}
        """).create();

    RenderedEqualsAppliedTest.appliedIsRendered(
        Path.of("..", "examples", "ingress-cert-manager", "ollamaserver.yaml"), namespace,
        "--assume", "cert-manager,ingress-class=traefik");
    client.network().v1().ingressClasses().withName("traefik").delete();
  }

  @Test
  void itsRemovalStopsNobody() {
    CertManagerCrds.install(client);
    namespace.createFrom(PUBLIC.formatted("hello"));
    eventually(() -> assertThat(certificate().get()).isNotNull());

    CertManagerCrds.remove(client);

    namespace.create("other", "bob=User");
    namespace.settled("other");
    namespace.client().services().inNamespace(namespace.name()).withName("other").delete();
    eventually(() -> assertThat(namespace.objects("other")).containsKey("Service/other"));
  }

  private Resource<Certificate> certificate() {
    return client.resources(Certificate.class).inNamespace(namespace.name()).withName("hello");
  }
}

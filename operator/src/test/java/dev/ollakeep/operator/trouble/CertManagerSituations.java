package dev.ollakeep.operator.trouble;

import static dev.ollakeep.operator.trouble.ExposureSituations.admitIngresses;
import static dev.ollakeep.operator.trouble.ExposureSituations.issuedBy;

import io.fabric8.certmanager.api.model.v1.Certificate;
import io.fabric8.certmanager.api.model.v1.ClusterIssuer;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Why there is no certificate, where cert-manager is installed; the tests play its controller. */
final class CertManagerSituations {

  private static final String NAMESPACE = "cert-manager";
  private static final String ISSUED = condition("Ready", "True", "Ready", "Certificate is up to date and has not expired");

  private CertManagerSituations() {}

  static List<BrokenSituation> all() {
    return List.of(
        BrokenSituation.of("The issuer is not allowed", place -> {
          answerFor(place, certificate -> issue(place, certificate));
          issuer(place, "letsencrypt-prod", true);
          place.server(issuedBy("staging"));
        }),
        BrokenSituation.of("The issuer does not exist", place -> {
          answerFor(place, certificate -> issue(place, certificate));
          issuer(place, "letsencrypt-prod", true);
          place.server(issuedBy("letsencrypt"));
        }),
        BrokenSituation.of("The issuer is not ready", place -> {
          place.namespace(NAMESPACE);
          issuer(place, "internal-ca", false);
          place.meanwhile(() -> readyWithItsKey(place));
          answerFor(place, certificate -> issue(place, certificate));
          place.server(issuedBy("internal-ca"));
        }),
        BrokenSituation.of("The certificate is not issued", place -> {
          var failed = new AtomicReference<String>();
          answerFor(place, certificate -> failTheFirst(place, certificate, failed));
          issuer(place, "letsencrypt-prod", true);
          place.server(issuedBy("letsencrypt-prod"));
          Place.until("the order has failed", () -> failed.get() != null);
        }));
  }

  /** Needs the operator's clock to go faster. */
  static List<BrokenSituation> slow() {
    return List.of(BrokenSituation.of("cert-manager does not respond", place -> {
      issuer(place, "letsencrypt-prod", true);
      place.namespace(NAMESPACE);
      place.create("""
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: cert-manager, namespace: cert-manager}
          spec:
            selector: {matchLabels: {app: cert-manager}}
            template: {metadata: {labels: {app: cert-manager}}, spec: {containers: [{name: controller, image: cert-manager}]}}
          """);
      place.others().leftovers().add(() -> place.client().apps().deployments().inNamespace(NAMESPACE).withName("cert-manager").delete());
      answerFor(place, certificate -> {
        if (restarted(place)) {
          issue(place, certificate);
        }
      });
      place.server(issuedBy("letsencrypt-prod"));
      Place.until("there is a Certificate", () -> certificate(place).isPresent());
      place.others().clock().jump(Duration.ofMinutes(3));
    }));
  }

  private static void answerFor(Place place, Consumer<Certificate> answer) {
    admitIngresses(place);
    place.meanwhile(() -> certificate(place)
        .filter(it -> issuerIsReady(place, it.getSpec().getIssuerRef().getName())).ifPresent(answer));
  }

  private static Optional<Certificate> certificate(Place place) {
    return Optional.ofNullable(place.client().resources(Certificate.class).inNamespace(place.namespace()).withName("hello").get());
  }

  private static void issue(Place place, Certificate certificate) {
    place.client().resource(new SecretBuilder()
        .withNewMetadata().withName(certificate.getSpec().getSecretName()).withNamespace(place.namespace())
        .withLabels(certificate.getSpec().getSecretTemplate().getLabels())
        .addToAnnotations("cert-manager.io/certificate-name", "hello").endMetadata()
        .withType("kubernetes.io/tls")
        .withStringData(Map.of("tls.crt", TestCertificate.GOOD.certificate(), "tls.key", TestCertificate.GOOD.key()))
        .build()).serverSideApply();
    report(place, ISSUED);
  }

  private static void failTheFirst(Place place, Certificate certificate, AtomicReference<String> failed) {
    if (failed.compareAndSet(null, certificate.getMetadata().getUid()) || certificate.getMetadata().getUid().equals(failed.get())) {
      report(place, condition("Issuing", "False", "Failed", "order is in \"invalid\" state: llm.example.com does not resolve"));
    } else {
      issue(place, certificate);
    }
  }

  private static void report(Place place, String condition) {
    place.client().resources(Certificate.class).inNamespace(place.namespace()).withName("hello")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\":{\"conditions\":[" + condition + "]}}");
  }

  private static void issuer(Place place, String name, boolean ready) {
    place.createForAll("""
        apiVersion: cert-manager.io/v1
        kind: ClusterIssuer
        metadata: {name: %s}
        status: {conditions: [%s]}
        """.formatted(name, ready
            ? condition("Ready", "True", "Ready", "Signing CA verified")
            : condition("Ready", "False", "ErrGetKeyPair", "Error getting keypair for CA issuer: secrets \"" + name + "\" not found")));
  }

  private static void readyWithItsKey(Place place) {
    if (place.client().secrets().inNamespace(NAMESPACE).withName("internal-ca").get() != null) {
      place.client().resources(ClusterIssuer.class).withName("internal-ca").patch(PatchContext.of(PatchType.JSON_MERGE),
          "{\"status\":{\"conditions\":[" + condition("Ready", "True", "KeyPairVerified", "Signing CA verified") + "]}}");
    }
  }

  private static boolean issuerIsReady(Place place, String name) {
    var issuer = place.client().resources(ClusterIssuer.class).withName(name).get();
    return issuer != null && issuer.getStatus().getConditions().stream().anyMatch(it -> "True".equals(it.getStatus()));
  }

  private static boolean restarted(Place place) {
    var template = place.client().apps().deployments().inNamespace(NAMESPACE).withName("cert-manager").get().getSpec().getTemplate();
    return template.getMetadata().getAnnotations() != null
        && template.getMetadata().getAnnotations().containsKey("kubectl.kubernetes.io/restartedAt");
  }

  private static String condition(String type, String status, String reason, String message) {
    return Serialization.asJson(Map.of("type", type, "status", status, "reason", reason, "message", message,
        "lastTransitionTime", "2026-11-24T00:00:00Z"));
  }
}

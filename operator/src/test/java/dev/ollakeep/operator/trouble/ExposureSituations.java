package dev.ollakeep.operator.trouble;

import static dev.ollakeep.operator.trouble.Place.until;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;

/** Why the way in is not open, where there is no cert-manager. */
final class ExposureSituations {

  static final String BASE = """
      storage: {type: Ephemeral}
      auth: {users: [{name: alice, role: User}]}
      """;
  private static final String PLAIN = BASE + """
      exposure:
        type: Ingress
        host: llm.example.com
        allowPlaintext: true
        ingress: {className: %s}
      """;
  private static final String OWN_CERTIFICATE = BASE + """
      exposure:
        type: Ingress
        host: llm.example.com
        ingress: {className: traefik}
      tls: {secretName: hello-cert}
      """;

  private ExposureSituations() {}

  static List<BrokenSituation> all() {
    return List.of(
        BrokenSituation.of("The IngressClass does not exist", place -> {
          admitIngresses(place);
          place.server(PLAIN.formatted("missing"));
        }),
        BrokenSituation.of("The Ingress gets no address", place -> {
          admitIngresses(place);
          place.createForAll(ingressClass("orphan"));
          place.server(PLAIN.formatted("orphan"));
        }),
        BrokenSituation.of("The host is not allowed", place -> {
          admitIngresses(place);
          place.server(PLAIN.formatted("traefik").replace("llm.example.com", "llm.example.org"));
        }),
        BrokenSituation.of("cert-manager is not installed", place -> {
          admitIngresses(place);
          place.server(issuedBy("letsencrypt-prod"));
        }),
        BrokenSituation.of("Your certificate is missing", place -> {
          admitIngresses(place);
          place.server(OWN_CERTIFICATE);
        }),
        with("Your certificate is for another name", TestCertificate.OTHER_HOST),
        with("Your certificate has expired", TestCertificate.EXPIRED));
  }

  static String issuedBy(String issuer) {
    return BASE + """
        exposure:
          type: Ingress
          host: llm.example.com
          ingress: {className: traefik}
        tls: {certManager: {issuerRef: {kind: ClusterIssuer, name: %s}}}
        """.formatted(issuer);
  }

  private static BrokenSituation with(String title, TestCertificate certificate) {
    return BrokenSituation.of(title, place -> {
      admitIngresses(place);
      place.client().resource(new SecretBuilder()
          .withNewMetadata().withName("hello-cert").withNamespace(place.namespace()).endMetadata()
          .withType("kubernetes.io/tls")
          .withStringData(Map.of("tls.crt", certificate.certificate(), "tls.key", certificate.key()))
          .build()).create();
      place.server(OWN_CERTIFICATE);
    });
  }

  /** A controller that serves one class. */
  static void admitIngresses(Place place) {
    place.createForAll(ingressClass("traefik"));
    place.meanwhile(() -> {
      var ingress = place.client().network().v1().ingresses().inNamespace(place.namespace()).withName("hello");
      if (ingress.get() != null && "traefik".equals(ingress.get().getSpec().getIngressClassName())) {
        ingress.subresource("status").patch(
            PatchContext.of(PatchType.JSON_MERGE), "{\"status\":{\"loadBalancer\":{\"ingress\":[{\"ip\":\"203.0.113.7\"}]}}}");
      }
    });
    until("the class is there", () -> place.client().network().v1().ingressClasses().withName("traefik").get() != null);
  }

  private static String ingressClass(String name) {
    return "{apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: %s}, spec: {controller: example.com/%s}}"
        .formatted(name, name);
  }
}

package dev.ollakeep.operator.reconcile;

import static dev.ollakeep.operator.reconcile.TestNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The kinds of cert-manager that matter here, without schema and without a controller. */
public final class CertManagerCrds {

  private static final List<String> KINDS = List.of("Certificate", "Issuer", "ClusterIssuer");

  private CertManagerCrds() {}

  /** Returns when they are served. */
  public static void install(KubernetesClient client) {
    KINDS.forEach(kind -> install(client, kind));
  }

  /** Returns when they are gone, and their objects with them. */
  public static void remove(KubernetesClient client) {
    KINDS.forEach(kind -> {
      client.resource(crd(kind)).delete();
      eventually(() -> assertThat(client.resource(crd(kind)).get()).isNull());
    });
  }

  private static void install(KubernetesClient client, String kind) {
    client.resource(crd(kind)).create();
    client.apiextensions().v1().customResourceDefinitions().withName(crd(kind).getMetadata().getName()).waitUntilCondition(
        it -> it != null && it.getStatus() != null && it.getStatus().getConditions() != null && it.getStatus().getConditions().stream()
            .anyMatch(condition -> condition.getType().equals("Established") && condition.getStatus().equals("True")),
        30, TimeUnit.SECONDS);
  }

  private static CustomResourceDefinition crd(String kind) {
    var singular = kind.toLowerCase(Locale.ROOT);
    return new CustomResourceDefinitionBuilder()
        .withNewMetadata().withName(singular + "s.cert-manager.io").endMetadata()
        .withNewSpec()
        .withGroup("cert-manager.io")
        .withScope(kind.startsWith("Cluster") ? "Cluster" : "Namespaced")
        .withNewNames().withKind(kind).withPlural(singular + "s").withSingular(singular).endNames()
        .addNewVersion().withName("v1").withServed(true).withStorage(true)
        .withNewSchema().withNewOpenAPIV3Schema().withType("object").withXKubernetesPreserveUnknownFields(true)
        .endOpenAPIV3Schema().endSchema()
        .endVersion()
        .endSpec()
        .build();
  }
}

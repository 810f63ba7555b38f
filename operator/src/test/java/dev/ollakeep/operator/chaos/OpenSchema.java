package dev.ollakeep.operator.chaos;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** For a while the API server takes any spec of a server, as one would whose CRD is newer. */
public final class OpenSchema implements AutoCloseable {

  private static final String CRD = "ollamaservers.ollakeep.dev";

  private final KubernetesClient client;
  private final CustomResourceDefinition original;

  /** Returns when it is in force, which a try tells. */
  OpenSchema(KubernetesClient client, BooleanSupplier tried) {
    this.client = client;
    this.original = crd().get();
    crd().edit(OpenSchema::opened);
    await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(200)).until(tried::getAsBoolean);
  }

  /** The same definition with a schema that takes any spec. */
  public static CustomResourceDefinition opened(CustomResourceDefinition crd) {
    var schema = crd.getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema();
    var open = new JSONSchemaProps();
    open.setXKubernetesPreserveUnknownFields(true);
    schema.getProperties().put("spec", open);
    schema.setXKubernetesValidations(null);
    return crd;
  }

  private Resource<CustomResourceDefinition> crd() {
    return client.apiextensions().v1().customResourceDefinitions().withName(CRD);
  }

  /** What was stored meanwhile should be gone before. */
  @Override
  public void close() {
    client.resource(new CustomResourceDefinitionBuilder(original).editMetadata().withResourceVersion(null).endMetadata().build()).update();
  }
}

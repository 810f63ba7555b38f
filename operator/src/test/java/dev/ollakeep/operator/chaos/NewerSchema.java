package dev.ollakeep.operator.chaos;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.function.BooleanSupplier;

/** For a while the API server has the CRD of a version with one more field and one more word; every rule holds as before. */
final class NewerSchema implements AutoCloseable {

  static final String FIELD = "ofTomorrow";
  static final String WORD = "Archive";
  private static final String CRD = "ollamaservers.ollakeep.dev";

  private final KubernetesClient client;
  private final CustomResourceDefinition original;

  NewerSchema(KubernetesClient client) {
    this.client = client;
    this.original = crd().get();
    crd().edit(NewerSchema::newer);
  }

  /** Returns when a try tells that it is in force. */
  void awaitForce(BooleanSupplier tried) {
    await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(200)).until(tried::getAsBoolean);
  }

  /** Of the spec, as this version's own CRD has it. */
  JsonNode ofThisVersion() {
    return new ObjectMapper().valueToTree(original).at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
  }

  private static CustomResourceDefinition newer(CustomResourceDefinition crd) {
    var spec = spec(crd);
    spec.getProperties().put(FIELD, new JSONSchemaPropsBuilder().withType("string").build());
    var onDelete = spec.getProperties().get("storage").getProperties().get("onDelete");
    var words = new ArrayList<>(onDelete.getEnum());
    words.add(TextNode.valueOf(WORD));
    onDelete.setEnum(words);
    return crd;
  }

  private static JSONSchemaProps spec(CustomResourceDefinition crd) {
    return crd.getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema().getProperties().get("spec");
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

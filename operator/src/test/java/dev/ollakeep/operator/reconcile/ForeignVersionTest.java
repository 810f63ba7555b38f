package dev.ollakeep.operator.reconcile;

import static dev.ollakeep.operator.reconcile.TestNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ollakeep.operator.chaos.OpenSchema;
import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Resources stored by another version crash nothing and change nothing. */
@Isolated("widens the CRD, which all tests of the API server share")
@RequiresApiServer
class ForeignVersionTest {

  private static final String CRD = "ollamaservers.ollakeep.dev";

  private TestNamespace namespace;
  private OperatorUnderTest operator;
  private CustomResourceDefinition original;

  @BeforeEach
  void start(ApiServer api) {
    namespace = new TestNamespace(api.client(), api.freshNamespace("foreign"));
    operator = OperatorUnderTest.start(api, namespace.name());
    original = crds(api.client());
    namespace.create("old", "alice=User", "bob=Viewer");
    namespace.settled("old");
  }

  @AfterEach
  void stop() {
    var clean = new CustomResourceDefinitionBuilder(original).editMetadata().withResourceVersion(null).endMetadata().build();
    stored().delete();
    namespace.client().resource(clean).update();
    operator.close();
    assertThat(operator.ends()).isEmpty();
  }

  @Test
  void anUnknownRoleChangesNothing() {
    var before = namespace.objects("old");
    anythingGoesInSpec();

    eventuallyAccepted("{\"spec\":{\"replicas\":2,\"auth\":{\"users\":[{\"name\":\"alice\",\"role\":\"Owner\"}]}}}");

    eventually(() -> assertThat(namespace.reason("old", "Stalled")).isEqualTo("InvalidSpec"));
    staysAsItIs(before);
    otherServersAreServed();
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "{\"spec\":{\"auth\":\"open\"}}",
    "{\"spec\":{\"paused\":\"maybe\"}}",
    "{\"spec\":{\"proxy\":[1]}}",
  })
  void aSpecOfAnotherShapeChangesNothing(String json) {
    var before = namespace.objects("old");
    anythingGoesInSpec();

    eventuallyAccepted(json);

    eventually(() -> assertThat(stalled()).contains("InvalidSpec"));
    staysAsItIs(before);
    operator.stop();
    operator.start();
    staysAsItIs(before);
    otherServersAreServed();
  }

  private void otherServersAreServed() {
    namespace.create("fine", "carol=User");
    namespace.settled("fine");
    assertThat(namespace.secret("fine-carol-credentials", "password")).isPresent();
  }

  private void staysAsItIs(SortedMap<String, HasMetadata> before) {
    await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(namespace.objects("old")).isEqualTo(before));
  }

  /** Read as plain JSON: this test's own client cannot read the resource either. */
  private String stalled() {
    return stored().get().getAdditionalProperties().get("status").toString();
  }

  private Resource<GenericKubernetesResource> stored() {
    return namespace.client().genericKubernetesResources("ollakeep.dev/v1alpha1", "OllamaServer")
        .inNamespace(namespace.name()).withName("old");
  }

  private void eventuallyAccepted(String json) {
    await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(200)).ignoreExceptions().until(() -> {
      stored().patch(PatchContext.of(PatchType.JSON_MERGE), json);
      return true;
    });
  }

  private void anythingGoesInSpec() {
    namespace.client().apiextensions().v1().customResourceDefinitions().withName(CRD).edit(OpenSchema::opened);
  }

  private static CustomResourceDefinition crds(KubernetesClient client) {
    return client.apiextensions().v1().customResourceDefinitions().withName(CRD).get();
  }
}

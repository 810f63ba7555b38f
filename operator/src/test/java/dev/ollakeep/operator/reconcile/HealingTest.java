package dev.ollakeep.operator.reconcile;

import static dev.ollakeep.operator.reconcile.TestNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was changed or deleted by hand comes back. */
@RequiresApiServer
class HealingTest {

  private static final String TWO_REPLICAS_BEHIND_AN_INGRESS = """
      apiVersion: ollakeep.dev/v1alpha1
      kind: OllamaServer
      metadata: {name: hello}
      spec:
        replicas: 2
        storage: {type: PersistentVolumeClaim, accessMode: ReadWriteMany}
        exposure: {type: Ingress, host: llm.example.com, allowPlaintext: true}
        auth: {users: [{name: alice, role: User}]}
      """;

  private static TestNamespace namespace;
  private static OperatorUnderTest operator;

  @BeforeAll
  static void start(ApiServer api) {
    namespace = new TestNamespace(api.client(), api.freshNamespace("healing"));
    operator = OperatorUnderTest.start(api, namespace.name());
    namespace.createFrom(TWO_REPLICAS_BEHIND_AN_INGRESS);
    namespace.settled("hello");
  }

  @AfterAll
  static void stop() {
    operator.close();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "ConfigMap/hello-proxy | {\"data\":{\"nginx.conf\":\"events {}\"}}",
    "PersistentVolumeClaim/hello-models | {\"metadata\":{\"labels\":{\"app.kubernetes.io/name\":\"other\"}}}",
    "NetworkPolicy/hello | {\"spec\":{\"ingress\":[{}]}}",
    "Service/hello | {\"spec\":{\"selector\":{\"ollakeep.dev/server\":\"other\"}}}",
    "Deployment/hello | {\"spec\":{\"replicas\":7}}",
    "Deployment/hello | {\"spec\":{\"template\":{\"spec\":{\"terminationGracePeriodSeconds\":60}}}}",
    "PodDisruptionBudget/hello | {\"spec\":{\"maxUnavailable\":2}}",
    "Ingress/hello | {\"spec\":{\"rules\":[{\"host\":\"evil.example.com\"}]}}",
    "Secret/hello-alice-credentials | {\"data\":{\"host\":\"ZXZpbA==\"}}",
  })
  void whatWasChangedIsChangedBack(String object, String json) {
    var before = content(object);

    handle(object).patch(PatchContext.of(PatchType.JSON_MERGE), json);

    eventually(() -> assertThat(content(object)).isEqualTo(before));
  }

  @ParameterizedTest
  @CsvSource({
    "ConfigMap/hello-proxy", "NetworkPolicy/hello", "Service/hello", "Deployment/hello", "PodDisruptionBudget/hello",
    "Ingress/hello", "Secret/hello-alice-credentials", "Secret/hello-operator", "Secret/hello-proxy-auth",
  })
  void whatWasDeletedIsMadeAgain(String object) {
    var before = namespace.objects("hello").get(object).getMetadata().getUid();

    handle(object).delete();

    eventually(() -> assertThat(namespace.objects("hello")).hasEntrySatisfying(object,
        made -> assertThat(made.getMetadata().getUid()).isNotEqualTo(before)));
  }

  /** The caches lose sight of it, and it is ours all the same. */
  @ParameterizedTest
  @ValueSource(strings = {"Service/hello", "Deployment/hello", "Secret/hello-proxy-auth", "Secret/hello-alice-credentials"})
  void aLabelThatWasTakenAwayComesBack(String object) {
    handle(object).patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"labels\":{\"ollakeep.dev/server\":null}}}");

    eventually(() -> assertThat(namespace.objects("hello")).containsKey(object));
  }

  private static Resource<HasMetadata> handle(String object) {
    return namespace.client().resource(namespace.objects("hello").get(object));
  }

  /** Everything but what every write moves. */
  private static Map<String, Object> content(String object) {
    var serialization = namespace.client().getKubernetesSerialization();
    var json = serialization.asJson(namespace.objects("hello").get(object));
    var copy = serialization.unmarshal(json, GenericKubernetesResource.class);
    copy.getMetadata().setManagedFields(null);
    copy.getMetadata().setResourceVersion(null);
    copy.getMetadata().setGeneration(null);
    var content = new HashMap<>(copy.getAdditionalProperties());
    content.put("metadata", copy.getMetadata());
    return content;
  }
}

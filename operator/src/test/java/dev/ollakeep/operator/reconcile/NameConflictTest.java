package dev.ollakeep.operator.reconcile;

import static dev.ollakeep.operator.reconcile.TestNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import dev.ollakeep.testing.SideBySide;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An object of a name that a server needs and that somebody else made is never touched, whatever labels it carries. */
@RequiresApiServer
class NameConflictTest {

  private static TestNamespace namespace;
  private static OperatorUnderTest operator;

  @BeforeAll
  static void start(ApiServer api) {
    namespace = new TestNamespace(api.client(), api.freshNamespace("conflict"));
    operator = OperatorUnderTest.start(api, namespace.name());
  }

  @AfterAll
  static void stop() {
    operator.close();
  }

  @SideBySide
  @ParameterizedTest
  @CsvSource({
    "ConfigMap, a-proxy, proxy-config, false",
    "ConfigMap, b-proxy, proxy-config, true",
    "Secret, c-proxy-auth, proxy-auth, false",
    "Secret, d-proxy-auth, proxy-auth, true",
    "Secret, e-alice-credentials, credentials, false",
    "Secret, f-alice-credentials, credentials, true",
    "Secret, g-operator, operator-credentials, true",
    "Secret, h-auth-next, journal, false",
    "NetworkPolicy, i, network-policy, true",
    "NetworkPolicy, j, network-policy, false",
  })
  void itStaysAsItIsAndIsReported(String kind, String name, String component, boolean labelled) {
    var server = name.substring(0, 1);
    var foreign = create(kind, name, labelled ? labels(server, component) : Map.of());

    namespace.create(server, "alice=User");

    eventually(() -> assertThat(namespace.reason(server, "Stalled")).isEqualTo("NameConflict"));
    assertThat(namespace.condition(server, "Stalled").orElseThrow().message()).contains(name);
    namespace.edit(server, "{\"spec\":{\"replicas\":0}}");
    await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(60)).untilAsserted(
        () -> assertThat(get(foreign).getMetadata().getResourceVersion()).isEqualTo(foreign.getMetadata().getResourceVersion()));
  }

  private static GenericKubernetesResource create(String kind, String name, Map<String, String> labels) {
    var object = new GenericKubernetesResource();
    object.setApiVersion(kind.equals("NetworkPolicy") ? "networking.k8s.io/v1" : "v1");
    object.setKind(kind);
    object.setMetadata(new ObjectMetaBuilder().withName(name).withNamespace(namespace.name()).withLabels(labels).build());
    if (kind.equals("NetworkPolicy")) {
      object.setAdditionalProperty("spec", Map.of("podSelector", Map.of()));
    }
    return namespace.client().resource(object).create();
  }

  private static GenericKubernetesResource get(GenericKubernetesResource object) {
    return namespace.client().resource(object).get();
  }

  private static Map<String, String> labels(String server, String component) {
    return Map.of(
        "ollakeep.dev/server", server,
        "ollakeep.dev/component", component,
        "ollakeep.dev/user", "alice",
        "app.kubernetes.io/managed-by", "ollakeep");
  }
}

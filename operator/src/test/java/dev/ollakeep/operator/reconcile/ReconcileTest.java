package dev.ollakeep.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of a server on a real API server; no pod ever runs. */
@RequiresApiServer
class ReconcileTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  private static KubernetesClient client;
  private static String namespace;
  private static OperatorUnderTest operator;

  @BeforeAll
  static void start(ApiServer api) {
    client = api.client();
    namespace = api.freshNamespace("reconcile");
    operator = OperatorUnderTest.start(api, namespace);
  }

  @AfterAll
  static void stop() {
    operator.close();
  }

  @Test
  void oneUserGivesEveryObject() {
    client.resource(OperatorUnderTest.server(client, namespace, "hello", "alice=User")).create();

    await().atMost(SOON).untilAsserted(() ->
        assertThat(ObjectsOf.server(client, namespace, "hello")).containsOnlyKeys(
            "ConfigMap/hello-proxy", "Deployment/hello", "NetworkPolicy/hello", "PersistentVolumeClaim/hello-models",
            "Secret/hello-alice-credentials", "Secret/hello-operator", "Secret/hello-proxy-auth", "Service/hello"));
  }
}

package dev.ollakeep.operator.reconcile;

import static dev.ollakeep.operator.reconcile.TestNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.api.v1alpha1.OllamaServerStatus;
import dev.ollakeep.operator.leak.KnownSecrets;
import dev.ollakeep.operator.probe.ScriptedPod;
import dev.ollakeep.operator.probe.ScriptedPod.Script;
import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.Test;

/** Whoever got the address of a pod that is gone may say whatever keeps the operator talking: no secret reaches him. */
@RequiresApiServer
class StrangerAtAPodsAddressTest {

  @Test
  void learnsNoSecretFromAnythingThatTheOperatorAsks(ApiServer api) throws Exception {
    var namespace = new TestNamespace(api.client(), api.freshNamespace("stranger"));
    var secrets = new KnownSecrets();
    try (var stranger = ScriptedPod.start(); var operator = OperatorUnderTest.start(api, namespace.name())) {
      stranger.on(8081, plausible()).on(8080, Script.http("200 OK", "{\"version\":\"6.6.6\"}"));
      namespace.create("hello", "alice=User");
      eventually(() -> assertThat(namespace.secret("hello-alice-credentials", "password")).isPresent());
      take(namespace, secrets);

      podAt(namespace, stranger.address());

      eventually(() -> assertThat(namespace.server("hello").getStatus()).isNotNull()
          .extracting(OllamaServerStatus::serverVersion).isEqualTo("6.6.6"));
      assertThat(stranger.received()).contains("GET /auth-revision", "GET /configz", "GET /healthz", "GET /api/tags");
      assertThat(secrets.size()).isGreaterThan(5);
      assertThat(secrets.isIn(stranger.received())).as("a secret among what the stranger got").isFalse();
      assertThat(operator.ends()).isEmpty();
    }
  }

  private static Script plausible() {
    return (request, socket) -> {
      var body = request.startsWith("GET /auth-revision ") ? "7"
          : request.startsWith("GET /configz ") ? "{\"live\":\"v1\",\"rejected\":\"\"}"
          : "{\"version\":\"6.6.6\"}";
      Script.http("200 OK", body).answer(request, socket);
    };
  }

  private static void take(TestNamespace namespace, KnownSecrets secrets) {
    namespace.client().secrets().inNamespace(namespace.name()).list().getItems().forEach(secrets::add);
  }

  private static void podAt(TestNamespace namespace, String address) {
    var made = namespace.client().resource(new PodBuilder()
        .withNewMetadata().withName("hello-1").withNamespace(namespace.name())
        .addToLabels("ollakeep.dev/server", "hello").addToLabels("ollakeep.dev/component", "server").endMetadata()
        .withNewSpec().addNewContainer().withName("proxy").withImage("nginx:1").endContainer().endSpec()
        .build()).create();
    namespace.client().resource(new PodBuilder(made)
        .withNewStatus().withPhase("Running").withPodIP(address).addNewPodIP(address)
        .addNewCondition().withType("Ready").withStatus("True").endCondition()
        .endStatus().build()).updateStatus();
  }
}

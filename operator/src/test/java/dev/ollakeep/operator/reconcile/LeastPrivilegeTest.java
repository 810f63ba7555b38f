package dev.ollakeep.operator.reconcile;

import static dev.ollakeep.operator.reconcile.TestNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ollakeep.operator.chart.Chart;
import dev.ollakeep.operator.plan.Touch;
import dev.ollakeep.operator.probe.FakeProxy;
import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator as the chart installs it, with its account's own permissions and under the admission policies, is refused nothing. */
@RequiresApiServer
class LeastPrivilegeTest {

  private static final Set<String> RIGHTS = Set.of("ServiceAccount", "Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding",
      "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding");

  private TestNamespace namespace;
  private List<HasMetadata> rights;
  private Config account;
  private FakeProxy proxy;

  @BeforeEach
  void install(ApiServer api) throws IOException {
    var home = api.freshNamespace("home");
    namespace = new TestNamespace(api.client(), api.freshNamespace("least"));
    rights = new Chart(home).objects("watchNamespaces: [" + namespace.name() + "]").stream()
        .filter(object -> RIGHTS.contains(object.getKind()))
        .toList();
    rights.forEach(object -> api.client().resource(object).create());
    account = api.config();
    account.setImpersonateUsername("system:serviceaccount:" + home + ":ollakeep");
    proxy = FakeProxy.start();
    policiesAreInForce();
  }

  @AfterEach
  void uninstall() {
    proxy.close();
    rights.forEach(object -> namespace.client().resource(object).delete());
  }

  @Test
  void aServersWholeLife(ApiServer api) {
    try (var operator = OperatorUnderTest.start(api, account, namespace.name())) {
      everythingIsMade();
      rotatedThroughAPod();
      mended();
      everythingThatIsNotNeededIsDeleted();

      assertThat(operator.requests().forbidden()).isEmpty();
      assertThat(namespace.events("hello")).noneSatisfy(event -> assertThat(event.getReason()).isEqualTo("ApplyRefused"));
      assertThat(operator.ends()).isEmpty();
    }
  }

  private void everythingIsMade() {
    namespace.createFrom("""
        apiVersion: ollakeep.dev/v1alpha1
        kind: OllamaServer
        metadata: {name: hello}
        spec:
          replicas: 2
          storage: {type: PersistentVolumeClaim, accessMode: ReadWriteMany}
          exposure: {type: Ingress, host: llm.example.com, allowPlaintext: true}
          auth: {users: [{name: alice, role: User}, {name: bob, role: Admin}]}
        """);
    namespace.settled("hello");
    assertThat(namespace.objects("hello")).containsOnlyKeys(
        "ConfigMap/hello-proxy", "Deployment/hello", "Ingress/hello", "NetworkPolicy/hello", "PersistentVolumeClaim/hello-models",
        "PodDisruptionBudget/hello", "Secret/hello-alice-credentials", "Secret/hello-bob-credentials", "Secret/hello-operator",
        "Secret/hello-proxy-auth", "Service/hello");
  }

  private void rotatedThroughAPod() {
    var pod = runningPod();
    proxySaysWhatIsCurrent();
    var before = namespace.secret("hello-alice-credentials", "password");
    namespace.edit("hello", "{\"spec\":{\"auth\":{\"rotation\":{\"requestId\":\"1\"}}}}");

    eventually(() -> assertThat(namespace.client().resource(pod).get().getMetadata().getAnnotations()).containsKey(Touch.ANNOTATION));
    proxySaysWhatIsCurrent();

    eventually(() -> {
      proxySaysWhatIsCurrent();
      assertThat(namespace.secret("hello-alice-credentials", "password")).isPresent().isNotEqualTo(before);
    });
  }

  private void mended() {
    namespace.client().secrets().inNamespace(namespace.name()).withName("hello-alice-credentials").delete();
    eventually(() -> assertThat(namespace.secret("hello-alice-credentials", "password")).isPresent());
  }

  private void everythingThatIsNotNeededIsDeleted() {
    namespace.edit("hello", """
        {"spec": {"replicas": 1, "networkPolicy": {"enabled": false},
          "exposure": {"type": "ClusterIP", "host": null, "allowPlaintext": null},
          "auth": {"users": [{"name": "alice", "role": "User"}]}}}""");
    eventually(() -> assertThat(namespace.objects("hello")).doesNotContainKeys(
        "Ingress/hello", "NetworkPolicy/hello", "PodDisruptionBudget/hello", "Secret/hello-bob-credentials"));
  }

  /** Each API server takes up policies a moment later; what this one refuses, no permission does. */
  private void policiesAreInForce() {
    try (var client = new KubernetesClientBuilder().withConfig(account).build()) {
      var service = new ServiceBuilder().withNewMetadata().withName("any").withNamespace(namespace.name()).endMetadata()
          .withNewSpec().addNewPort().withPort(80).endPort().endSpec().build();
      eventually(() -> assertThatThrownBy(() -> client.resource(service).dryRun().create())
          .hasMessageContaining("ValidatingAdmissionPolicy"));
    }
  }

  private Pod runningPod() {
    var made = namespace.client().resource(new PodBuilder()
        .withNewMetadata().withName("hello-1").withNamespace(namespace.name())
        .addToLabels("ollakeep.dev/server", "hello").addToLabels("ollakeep.dev/component", "server")
        .addToAnnotations("example.com/other", "stays").endMetadata()
        .withNewSpec().addNewContainer().withName("proxy").withImage("nginx:1").endContainer().endSpec()
        .build()).create();
    return namespace.client().resource(new PodBuilder(made)
        .withNewStatus().withPhase("Running").withPodIP(proxy.address())
        .addNewPodIP(proxy.address())
        .addNewCondition().withType("Ready").withStatus("True").endCondition()
        .endStatus().build()).updateStatus();
  }

  private void proxySaysWhatIsCurrent() {
    var revision = namespace.secret("hello-proxy-auth", "revision").orElseThrow();
    var config = namespace.client().configMaps().inNamespace(namespace.name()).withName("hello-proxy").get().getData().get("version");
    proxy.serves(Long.parseLong(revision), config, "");
  }
}

package dev.ollakeep.operator.reconcile;

import static dev.ollakeep.operator.reconcile.TestNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ollakeep.operator.probe.FakeProxy;
import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An object that the cluster's own rules refuse stops no other, is told about, and is made once the rule is gone. */
@RequiresApiServer
class RefusalTest {

  private static final String FIXED_NETWORK = """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicy
      metadata: {name: %1$s}
      spec:
        matchConstraints:
          namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}
          resourceRules: [{apiGroups: [networking.k8s.io], apiVersions: [v1], operations: [UPDATE], resources: [networkpolicies]}]
        validations: [{expression: "false", message: "rule eight of the house"}]
      """;

  @Test
  void aVolumeThatIsTooLargeForItsNamespace(ApiServer api) {
    var namespace = new TestNamespace(api.client(), api.freshNamespace("refusal"));
    namespace.createFrom("""
        apiVersion: v1
        kind: LimitRange
        metadata: {name: small}
        spec: {limits: [{type: PersistentVolumeClaim, max: {storage: 1Gi}}]}
        """);
    try (var operator = OperatorUnderTest.start(api, namespace.name())) {
      namespace.create("hello", "alice=User");

      eventually(() -> assertThat(namespace.objects("hello")).containsKeys("Deployment/hello", "Service/hello"));
      eventually(() -> assertThat(namespace.events("hello")).anySatisfy(event -> {
        assertThat(event.getReason()).isEqualTo("ApplyRefused");
        assertThat(event.getMessage()).contains("PersistentVolumeClaim hello-models", "1Gi");
      }));
      assertThat(namespace.objects("hello")).doesNotContainKey("PersistentVolumeClaim/hello-models");
      eventually(() -> assertThat(namespace.reason("hello", "Stalled")).isEqualTo("ApplyRefused"));
      itIsTriedAgainWithoutAWord(namespace, operator);

      api.client().limitRanges().inNamespace(namespace.name()).withName("small").delete();

      eventually(() -> assertThat(namespace.objects("hello")).containsKey("PersistentVolumeClaim/hello-models"));
      eventually(() -> assertThat(namespace.reason("hello", "Stalled")).as("the reason that is over").isEmpty());
      assertThat(operator.ends()).isEmpty();
    }
  }

  /** A policy of the cluster's own; the kubelet brings the volume up to date all the same, a minute later. */
  @Test
  void aPodThatMayNotBeTouched(ApiServer api) throws Exception {
    var namespace = new TestNamespace(api.client(), api.freshNamespace("refusal"));
    try (var proxy = FakeProxy.start();
        var rule = NoTouching.in(namespace);
        var operator = OperatorUnderTest.start(api, namespace.name())) {
      proxy.serves(1, "none", "");
      namespace.create("hello", "alice=User");
      eventually(() -> assertThat(namespace.secret("hello-alice-credentials", "password")).isPresent());

      rule.runPod("hello", proxy.address());

      eventually(() -> assertThat(namespace.reason("hello", "SecurityVerified")).isEqualTo("AllProbesRefused"));
      assertThat(operator.ends()).isEmpty();
    }
  }

  /** The one that is in force still lets in whom the resource does not any more. */
  @Test
  void aNetworkPolicyThatMayNotChangeIsNotReady(ApiServer api) {
    var namespace = new TestNamespace(api.client(), api.freshNamespace("refusal"));
    try (var operator = OperatorUnderTest.start(api, namespace.name())) {
      namespace.create("hello", "alice=User");
      namespace.settled("hello");
      api.client().apps().deployments().inNamespace(namespace.name()).withName("hello").subresource("status").patch(
          PatchContext.of(PatchType.JSON_MERGE), "{\"status\":{\"replicas\":1,\"readyReplicas\":1,\"availableReplicas\":1}}");
      eventually(() -> assertThat(namespace.reason("hello", "Ready")).isEqualTo("AllReady"));
      try (var rules = new AdmissionRules(namespace, List.of(
          FIXED_NETWORK.formatted(namespace.name()),
          AdmissionRules.binding(namespace.name(), "Validating", ", validationActions: [Deny]")))) {
        rules.create();
        eventually(() -> assertThatThrownBy(() -> namespace.client().network().networkPolicies().inNamespace(namespace.name())
            .withName("hello").edit(it -> it.edit().editMetadata().addToLabels("trial", "x").endMetadata().build()))
            .hasMessageContaining("rule eight of the house"));

        namespace.edit("hello", "{\"spec\":{\"networkPolicy\":{\"from\":[{\"ipBlock\":{\"cidr\":\"10.0.0.0/8\"}}]}}}");

        eventually(() -> assertThat(namespace.condition("hello", "Ready").orElseThrow()).satisfies(ready -> {
          assertThat(ready.status()).isEqualTo("False");
          assertThat(ready.reason()).isEqualTo("ApplyRefused");
          assertThat(ready.message()).contains("NetworkPolicy hello", "rule eight of the house");
        }));
      }
      eventually(() -> assertThat(namespace.reason("hello", "Ready")).isEqualTo("AllReady"));
      assertThat(operator.ends()).isEmpty();
    }
  }

  private static void itIsTriedAgainWithoutAWord(TestNamespace namespace, OperatorUnderTest operator) {
    operator.requests().clear();
    eventually(() -> assertThat(operator.requests().writes()).as("attempts")
        .filteredOn(call -> call.endsWith("/persistentvolumeclaims/hello-models")).hasSizeGreaterThan(2));
    assertThat(operator.requests().writes()).noneMatch(call -> call.contains("/events"));
    assertThat(namespace.events("hello")).as("what was not made, or is not over")
        .noneMatch(event -> event.getMessage().startsWith("created") && event.getMessage().contains("hello-models"))
        .noneMatch(event -> event.getReason().equals("Resumed"));
  }
}

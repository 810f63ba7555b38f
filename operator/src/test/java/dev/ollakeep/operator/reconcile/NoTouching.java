package dev.ollakeep.operator.reconcile;

import static dev.ollakeep.operator.reconcile.TestNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ollakeep.operator.plan.Touch;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;

/** A cluster's own rule that nobody annotates the pods of a namespace for the kubelet. */
final class NoTouching implements AutoCloseable {

  private static final String POLICY = """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicy
      metadata: {name: %1$s}
      spec:
        matchConstraints:
          namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}
          resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [UPDATE], resources: [pods]}]
        validations: [{expression: "!('%2$s' in object.metadata.?annotations.orValue({}))", message: "hands off"}]
      """;
  private static final String BINDING = """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicyBinding
      metadata: {name: %1$s}
      spec: {policyName: %1$s, validationActions: [Deny]}
      """;

  private final TestNamespace namespace;
  private final List<GenericKubernetesResource> rules;

  private NoTouching(TestNamespace namespace) {
    this.namespace = namespace;
    var serialization = namespace.client().getKubernetesSerialization();
    this.rules = List.of(
        serialization.unmarshal(POLICY.formatted(namespace.name(), Touch.ANNOTATION), GenericKubernetesResource.class),
        serialization.unmarshal(BINDING.formatted(namespace.name()), GenericKubernetesResource.class));
  }

  /** Returns when the API server holds everybody to it. */
  static NoTouching in(TestNamespace namespace) {
    var rule = new NoTouching(namespace);
    rule.rules.forEach(each -> namespace.client().resource(each).create());
    var pod = rule.made("any", "nobody");
    eventually(() -> assertThatThrownBy(() -> namespace.client().resource(pod).patch(
        PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"annotations\":{\"" + Touch.ANNOTATION + "\":\"1\"}}}"))
        .hasMessageContaining("hands off"));
    return rule;
  }

  /** A ready pod of the server at this address. */
  void runPod(String server, String address) {
    namespace.client().resource(new PodBuilder(made(server + "-1", server))
        .withNewStatus().withPhase("Running").withPodIP(address).addNewPodIP(address)
        .addNewCondition().withType("Ready").withStatus("True").endCondition()
        .endStatus().build()).updateStatus();
  }

  private Pod made(String name, String server) {
    return namespace.client().resource(new PodBuilder()
        .withNewMetadata().withName(name).withNamespace(namespace.name())
        .addToLabels("ollakeep.dev/server", server).addToLabels("ollakeep.dev/component", "server").endMetadata()
        .withNewSpec().addNewContainer().withName("proxy").withImage("nginx:1").endContainer().endSpec()
        .build()).create();
  }

  @Override
  public void close() {
    rules.forEach(rule -> namespace.client().resource(rule).delete());
  }
}

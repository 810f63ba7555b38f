package dev.ollakeep.operator.reconcile;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;

/** Policies of the cluster and their bindings, there from {@link #create} until this is closed. */
record AdmissionRules(TestNamespace namespace, List<String> objects) implements AutoCloseable {

  private static final String BINDING = """
      apiVersion: admissionregistration.k8s.io/v1
      kind: %2$sAdmissionPolicyBinding
      metadata: {name: %1$s}
      spec: {policyName: %1$s%3$s}
      """;

  /** Of the policy of that name; the kind is Mutating or Validating, more of the spec begins with a comma. */
  static String binding(String policy, String kind, String more) {
    return BINDING.formatted(policy, kind, more);
  }

  void create() {
    objects.forEach(yaml -> namespace.client().resource(object(yaml)).create());
  }

  private GenericKubernetesResource object(String yaml) {
    return namespace.client().getKubernetesSerialization().unmarshal(yaml, GenericKubernetesResource.class);
  }

  @Override
  public void close() {
    objects.forEach(yaml -> namespace.client().resource(object(yaml)).delete());
  }
}

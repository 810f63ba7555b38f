package dev.ollakeep.operator.reconcile;

import java.util.List;

/** A cluster whose admission has the proxies' image fetched from a mirror, in one namespace. */
public final class ImageMirror {

  private static final String POLICY = """
      apiVersion: admissionregistration.k8s.io/v1
      kind: MutatingAdmissionPolicy
      metadata: {name: %1$s}
      spec:
        failurePolicy: Fail
        reinvocationPolicy: Never
        matchConstraints:
          namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}
          resourceRules: [{apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [deployments]}]
        mutations:
        - patchType: JSONPatch
          jsonPatch: {expression: '[JSONPatch{op: "replace", path: "/spec/template/spec/containers/0/image", value: "%2$s"}]'}
      """;

  private ImageMirror() {}

  /** What is to be created, in this order. */
  public static List<String> policyAndBinding(String namespace, String image) {
    return List.of(POLICY.formatted(namespace, image), AdmissionRules.binding(namespace, "Mutating", ""));
  }
}

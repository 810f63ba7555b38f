package dev.ollakeep.operator.reconcile;

import static dev.ollakeep.operator.reconcile.TestNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A rule of the cluster for the Secrets of one namespace, in force as long as this is open. */
record SecretRules(AdmissionRules rules) implements AutoCloseable {

  private static final String REFUSING = """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicy
      metadata: {name: %1$s}
      spec:
        failurePolicy: Fail
        matchConstraints:
          namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}
          resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [%2$s], resources: [secrets]}]
        validations: [{expression: '!(%3$s)', message: "rule seven of the house"}]
      """;
  private static final String CHANGING = """
      apiVersion: admissionregistration.k8s.io/v1
      kind: MutatingAdmissionPolicy
      metadata: {name: %1$s}
      spec:
        failurePolicy: Fail
        reinvocationPolicy: Never
        matchConstraints:
          namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}
          resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [secrets]}]
        matchConditions: [{name: concerned, expression: '%2$s'}]
        mutations: [{patchType: JSONPatch, jsonPatch: {expression: '[%3$s]'}}]
      """;
  /** Refuses these operations on Secrets of which the CEL expression is true. */
  static SecretRules refusing(TestNamespace namespace, String operations, String expression) {
    var rules = of(namespace, List.of(
        REFUSING.formatted(namespace.name(), operations, expression
            + " || has(object.metadata.labels) && \"trial\" in object.metadata.labels"),
        AdmissionRules.binding(namespace.name(), "Validating", ", validationActions: [Deny]")));
    rules.begin(operations.contains("CREATE") ? rules::createsTrial : rules::updatesTrial);
    return rules;
  }

  /** Sets the label {@code app.kubernetes.io/managed-by} to {@code platform}. */
  static SecretRules relabelling(TestNamespace namespace) {
    return changing(namespace, "has(object.metadata.labels)",
        "JSONPatch{op: \"add\", path: \"/metadata/labels/app.kubernetes.io~1managed-by\", value: \"platform\"}");
  }

  /** Takes away the note of the server-wide request that a credential answered. */
  static SecretRules strippingRequests(TestNamespace namespace) {
    return changing(namespace, "has(object.metadata.annotations) && \"ollakeep.dev/server-request-id\" in object.metadata.annotations",
        "JSONPatch{op: \"remove\", path: \"/metadata/annotations/ollakeep.dev~1server-request-id\"}");
  }

  private static SecretRules changing(TestNamespace namespace, String concerned, String patch) {
    var rules = of(namespace, List.of(
        CHANGING.formatted(namespace.name(), concerned, patch), AdmissionRules.binding(namespace.name(), "Mutating", "")));
    rules.begin(rules::createsTrial);
    return rules;
  }

  private static SecretRules of(TestNamespace namespace, List<String> objects) {
    return new SecretRules(new AdmissionRules(namespace, objects));
  }

  /** Returns once a trial is refused or changed: admission hears of a rule a moment later. */
  private void begin(BooleanSupplier asBefore) {
    rules.namespace().client().resource(trial("updated")).create();
    rules.create();
    eventually(() -> assertThat(asBefore.getAsBoolean()).as("in force").isFalse());
  }

  private boolean createsTrial() {
    return isTaken(() -> rules.namespace().client().resource(trial("created")).dryRun().create());
  }

  private boolean updatesTrial() {
    return isTaken(() -> rules.namespace().client().resource(trial("updated")).dryRun().update());
  }

  private Secret trial(String name) {
    return new SecretBuilder().withNewMetadata().withName(name).withNamespace(rules.namespace().name())
        .addToLabels("trial", "yes").addToAnnotations("ollakeep.dev/server-request-id", "1").endMetadata().build();
  }

  private static boolean isTaken(Supplier<Secret> attempt) {
    try {
      var stored = attempt.get().getMetadata();
      return !stored.getLabels().containsKey("app.kubernetes.io/managed-by")
          && Optional.ofNullable(stored.getAnnotations()).orElse(Map.of()).containsKey("ollakeep.dev/server-request-id");
    } catch (KubernetesClientException refusal) {
      assertThat(refusal.getCode()).isIn(403, 422);
      return false;
    }
  }

  @Override
  public void close() {
    rules.close();
  }
}

package dev.ollakeep.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code docs/api.md}: the fields and the rules of the schema, for people. */
record ApiReference(JSONSchemaProps root) {
  private static final String HEAD = """
      # The resource `OllamaServer`

      `ollakeep.dev/v1alpha1`, namespaced, short name `ols`, category `ollakeep`. Generated from the records of `crds/`; rewrite it with
      `make crds`. `kubectl explain ollamaserver.spec` says the same. The smallest resource:

      ```yaml
      apiVersion: ollakeep.dev/v1alpha1
      kind: OllamaServer
      metadata:
        name: hello
      spec:
        auth:
          users:
            - name: alice
              role: User
      ```

      Durations are whole hours, minutes and seconds such as `90s` or `1h30m`; quantities are those of Kubernetes. A value of a closed
      choice, or a field, that this version does not know and a newer one stored is never taken for a default or dropped: the operator
      leaves that server as it is.
      """;

  /** Types of Kubernetes: their fields are documented there. */
  private static final Map<String, String> FOREIGN = Map.of(
      "spec.networkPolicy.from", "list of NetworkPolicyPeer",
      "spec.scheduling.affinity", "Affinity",
      "spec.scheduling.tolerations", "list of Toleration",
      "spec.scheduling.topologySpreadConstraints", "list of TopologySpreadConstraint");

  String text() {
    return HEAD + "\n## spec\n\n" + fields("spec") + "\n## status\n\n" + fields("status") + "\n## Rules\n\n"
        + "Checked by the API server, beside types, bounds and unique names; `kubectl apply` shows the message.\n\n" + rules();
  }

  private String fields(String top) {
    var required = required();
    var rows = SchemaPath.below("", root).stream()
        .filter(place -> place.text().startsWith(top + ".") && isRow(place))
        .map(place -> "| `%s` | %s | %s | %s |".formatted(place.text().substring(top.length() + 1), type(place),
            required.contains(place.text()) ? "**required**" : value(place.schema()), cell(place.schema().getDescription())));
    return "| field | type | default | |\n|---|---|---|---|\n" + rows.collect(Collectors.joining("\n")) + "\n";
  }

  private String rules() {
    Map<String, Set<String>> fieldsByMessage = new LinkedHashMap<>();
    Rule.in(root).forEach(rule -> fieldsByMessage
        .computeIfAbsent(rule.computed() ? rule.message() + " ..." : rule.message(), message -> new LinkedHashSet<>())
        .add(rule.field()));
    var table = new StringBuilder("| | field | message |\n|---|---|---|\n");
    int number = 1;
    for (var entry : fieldsByMessage.entrySet()) {
      table.append("| %d | `%s` | %s |\n".formatted(number++, String.join("`, `", entry.getValue()), cell(entry.getKey())));
    }
    return table.toString();
  }

  private Set<String> required() {
    return SchemaPath.below("", root).stream()
        .filter(place -> place.schema().getRequired() != null)
        .flatMap(place -> place.schema().getRequired().stream().map(name -> place.text() + "." + name))
        .collect(Collectors.toSet());
  }

  /** Elements of lists and maps are told by their list or map, and Kubernetes' own types by their name. */
  private static boolean isRow(SchemaPath place) {
    return !place.text().endsWith("[]") && !place.text().endsWith("{}")
        && FOREIGN.keySet().stream().noneMatch(foreign -> place.text().matches("\\Q" + foreign + "\\E[.\\[{].*"));
  }

  private static String type(SchemaPath place) {
    return FOREIGN.getOrDefault(place.text(), type(place.schema()));
  }

  private static String type(JSONSchemaProps schema) {
    if (new SchemaPath("", schema).isChoice()) {
      return schema.getEnum().stream().map(value -> "`" + value.asText() + "`").collect(Collectors.joining(", "));
    }
    if (Boolean.TRUE.equals(schema.getXKubernetesIntOrString())) {
      return "quantity";
    }
    if (schema.getItems() != null) {
      return "list of " + type(schema.getItems().getSchema()) + ", " + range(schema.getMinItems(), schema.getMaxItems());
    }
    if (schema.getAdditionalProperties() != null) {
      return "map to " + type(schema.getAdditionalProperties().getSchema()) + ", " + range(null, schema.getMaxProperties());
    }
    if (schema.getMinimum() != null) {
      return "integer, " + range(schema.getMinimum().longValue(), schema.getMaximum().longValue());
    }
    return schema.getType();
  }

  private static String range(Long least, Long most) {
    return least == null ? "up to " + most : least + " to " + most;
  }

  private static String value(JSONSchemaProps schema) {
    JsonNode value = schema.getDefault();
    return value == null || value.isObject() ? "" : "`" + value.asText() + "`";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;");
  }
}

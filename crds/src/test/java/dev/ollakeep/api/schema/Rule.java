package dev.ollakeep.api.schema;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.util.List;

/** One rule of the schema, the field that it is about, and what the API server answers when it is broken. */
record Rule(String field, String expression, String message, boolean computed) {

  static List<Rule> in(JSONSchemaProps root) {
    return SchemaPath.below("", root).stream()
        .filter(place -> place.schema().getXKubernetesValidations() != null)
        .flatMap(place -> place.schema().getXKubernetesValidations().stream().map(rule -> of(place, rule)))
        .toList();
  }

  private static Rule of(SchemaPath place, ValidationRule rule) {
    var below = rule.getFieldPath() == null ? "" : rule.getFieldPath();
    var field = (place.text() + below).replaceFirst("^\\.", "");
    return new Rule(field.isEmpty() ? "metadata.name" : field, rule.getRule(), rule.getMessage(), rule.getMessageExpression() != null);
  }

  /** Whether an expected part of a message is a part of this one; a computed message holds the fixed one. */
  boolean isMeantBy(String expected) {
    return message.contains(expected) || (computed && expected.contains(message));
  }

  boolean namesItsField() {
    return message.contains(field.substring(field.lastIndexOf('.') + 1).replaceAll("[\\[\\]{}]", ""));
  }
}

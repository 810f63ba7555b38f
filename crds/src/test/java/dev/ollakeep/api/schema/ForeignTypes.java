package dev.ollakeep.api.schema;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;

/** Bounds for Kubernetes' own types, whose classes carry none. */
final class ForeignTypes {
  private static final long ITEMS = 32;
  private static final long TEXT = 512;

  private ForeignTypes() {
  }

  static void constrain(JSONSchemaProps root) {
    SchemaPath.below("", root).forEach(place -> bound(place.schema()));
  }

  private static void bound(JSONSchemaProps schema) {
    if ("array".equals(schema.getType()) && schema.getMaxItems() == null) {
      schema.setMaxItems(ITEMS);
    }
    if (schema.getAdditionalProperties() != null && schema.getMaxProperties() == null) {
      schema.setMaxProperties(ITEMS);
    }
    if ("string".equals(schema.getType()) && schema.getEnum() == null && schema.getMaxLength() == null) {
      schema.setMaxLength(TEXT);
    }
  }
}

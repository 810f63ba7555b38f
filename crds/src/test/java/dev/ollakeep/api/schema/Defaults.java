package dev.ollakeep.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.TreeMap;

/**
 * Defaults of objects: exactly the defaults of their fields.
 *
 * <p>Two traps: the generator reads {@code @Default("{}")} into the record, whose constructor fills in optional blocks too; and the
 * API server checks a default against the rules before it would fill in the defaults of the fields.
 */
final class Defaults {
  private Defaults() {
  }

  static void ofObjects(JSONSchemaProps root) {
    for (var place : SchemaPath.below("", root)) {
      if (isObject(place.schema().getDefault())) {
        place.schema().setDefault(ofFields(place.schema()));
      }
    }
  }

  private static JsonNode ofFields(JSONSchemaProps object) {
    var fields = JsonNodeFactory.instance.objectNode();
    new TreeMap<>(object.getProperties()).forEach((name, field) -> {
      if (field.getDefault() != null) {
        fields.set(name, isObject(field.getDefault()) ? ofFields(field) : field.getDefault());
      }
    });
    return fields;
  }

  private static boolean isObject(JsonNode value) {
    return value != null && value.isObject();
  }
}

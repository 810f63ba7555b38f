package dev.ollakeep.api.schema;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A place in a schema, written as in a resource: {@code spec.auth.users[].name}, {@code spec.podMetadata.labels{}}. */
record SchemaPath(String text, JSONSchemaProps schema) {

  /** The last name of the path, without brackets. */
  String name() {
    return text.substring(text.lastIndexOf('.') + 1).replaceAll("[\\[\\]{}]", "");
  }

  /** Whether the value is one of a closed choice; a schema without one has an empty list, not null. */
  boolean isChoice() {
    return schema.getEnum() != null && !schema.getEnum().isEmpty();
  }

  /** A text of any kind, which needs a bound. */
  boolean isFreeText() {
    return "string".equals(schema.getType()) && !isChoice();
  }

  /** The schema of a field; the path names fields only, a list stands for its items further down. */
  static JSONSchemaProps at(JSONSchemaProps root, String path) {
    var here = root;
    for (var name : path.split("\\.")) {
      here = child(here, name);
      if (here == null) {
        throw new IllegalArgumentException("no field " + path + " in the schema: " + name + " is missing");
      }
    }
    return here;
  }

  private static JSONSchemaProps child(JSONSchemaProps parent, String name) {
    var object = parent.getItems() != null ? parent.getItems().getSchema() : parent;
    return properties(object).get(name);
  }

  /** This place and every place below it, in the order of their names. */
  static List<SchemaPath> below(String text, JSONSchemaProps schema) {
    var found = new ArrayList<SchemaPath>();
    found.add(new SchemaPath(text, schema));
    var prefix = text.isEmpty() ? "" : text + ".";
    new TreeMap<>(properties(schema)).forEach((name, child) -> found.addAll(below(prefix + name, child)));
    if (schema.getItems() != null && schema.getItems().getSchema() != null) {
      found.addAll(below(text + "[]", schema.getItems().getSchema()));
    }
    if (schema.getAdditionalProperties() != null && schema.getAdditionalProperties().getSchema() != null) {
      found.addAll(below(text + "{}", schema.getAdditionalProperties().getSchema()));
    }
    return found;
  }

  private static Map<String, JSONSchemaProps> properties(JSONSchemaProps schema) {
    return schema.getProperties() == null ? Map.of() : schema.getProperties();
  }
}

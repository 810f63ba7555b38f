package dev.ollakeep.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.SortedMap;
import java.util.TreeMap;

/** The values of a document by their paths; what is null or empty does not count. */
final class Leaves {
  private Leaves() {
  }

  /** Paths as {@code auth.users[0].name}; numbers and texts of the same digits are equal, as they are in a quantity. */
  static SortedMap<String, String> of(JsonNode document) {
    var leaves = new TreeMap<String, String>();
    collect("", document, leaves);
    return leaves;
  }

  /** A path without the positions in lists, as {@link SchemaPath} writes it. */
  static String inSchema(String path) {
    return path.replaceAll("\\[[0-9]+]", "[]");
  }

  private static void collect(String path, JsonNode node, SortedMap<String, String> leaves) {
    if (node.isObject()) {
      node.fields().forEachRemaining(field -> collect(below(path, field.getKey()), field.getValue(), leaves));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        collect(path + "[" + i + "]", node.get(i), leaves);
      }
    } else if (!node.isNull() && !node.asText().isEmpty()) {
      leaves.put(path, node.asText());
    }
  }

  private static String below(String path, String field) {
    return path.isEmpty() ? field : path + "." + field;
  }
}

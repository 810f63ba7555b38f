package dev.ollakeep.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** One changed place of a document; the original stays as it is. */
record Mutation(String path, JsonNode document) {

  /** The document with another value in one field, for each field at any depth. */
  static List<Mutation> ofEachField(JsonNode original, JsonNode value) {
    var places = new ArrayList<String>();
    fields("", original, places);
    return places.stream().map(pointer -> {
      JsonNode copy = original.deepCopy();
      int last = pointer.lastIndexOf('/');
      ((ObjectNode) copy.at(pointer.substring(0, last))).set(name(pointer.substring(last + 1)), value);
      return new Mutation(path(pointer), copy);
    }).toList();
  }

  /** The document with a further field in every object. */
  static JsonNode withFieldEverywhere(JsonNode original, String name) {
    JsonNode copy = original.deepCopy();
    addField(copy, name);
    return copy;
  }

  private static void fields(String pointer, JsonNode node, List<String> found) {
    if (node.isObject()) {
      node.fields().forEachRemaining(field -> {
        var place = pointer + "/" + field.getKey().replace("~", "~0").replace("/", "~1");
        found.add(place);
        fields(place, field.getValue(), found);
      });
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      fields(pointer + "/" + i, node.get(i), found);
    }
  }

  private static void addField(JsonNode node, String name) {
    node.forEach(child -> addField(child, name));
    if (node instanceof ObjectNode object) {
      object.put(name, "unknown");
    }
  }

  private static String name(String escaped) {
    return escaped.replace("~1", "/").replace("~0", "~");
  }

  private static String path(String pointer) {
    return name(pointer.substring(1).replaceAll("/[0-9]+(?=/|$)", "[]").replace("/", "."));
  }
}

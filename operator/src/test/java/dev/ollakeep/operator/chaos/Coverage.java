package dev.ollakeep.operator.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which values every field of the spec took; that it was not there is one of them. */
final class Coverage {

  private static final String ABSENT = "(absent)";

  private final Map<String, Set<String>> values = new TreeMap<>();

  Coverage(JsonNode schema) {
    leaves("spec", schema);
  }

  void saw(JsonNode spec) {
    var found = new TreeMap<String, Set<String>>();
    collect("spec", spec, found);
    values.forEach((leaf, seen) -> seen.addAll(found.getOrDefault(leaf, Set.of(ABSENT))));
  }

  void add(Coverage other) {
    other.values.forEach((leaf, seen) -> values.computeIfAbsent(leaf, any -> new HashSet<>()).addAll(seen));
  }

  int fields() {
    return values.size();
  }

  /** Those that were the same all the time. */
  List<String> constant() {
    return values.entrySet().stream().filter(leaf -> leaf.getValue().size() < 2).map(Map.Entry::getKey).toList();
  }

  private void leaves(String path, JsonNode schema) {
    if (schema.has("properties")) {
      schema.get("properties").properties().forEach(field -> leaves(path + "." + field.getKey(), field.getValue()));
    } else if (schema.has("items")) {
      leaves(path + "[]", schema.get("items"));
    } else if (schema.path("additionalProperties").isObject()) {
      values.put(path + "{}", new HashSet<>());
    } else {
      values.put(path, new HashSet<>());
    }
  }

  private void collect(String path, JsonNode node, Map<String, Set<String>> found) {
    if (values.containsKey(path + "{}")) {
      found.computeIfAbsent(path + "{}", any -> new HashSet<>()).add(node.toString());
    } else if (node.isObject()) {
      node.properties().forEach(field -> collect(path + "." + field.getKey(), field.getValue(), found));
    } else if (node.isArray()) {
      node.forEach(item -> collect(path + "[]", item, found));
    } else {
      found.computeIfAbsent(path, any -> new HashSet<>()).add(node.asText());
    }
  }
}

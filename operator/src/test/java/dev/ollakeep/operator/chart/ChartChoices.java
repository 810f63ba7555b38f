package dev.ollakeep.operator.chart;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Every value of the chart that the schema lets choose from a list, by path: its enums and booleans.
 *
 * <p>Three enums only become the text of one field, whatever else is chosen; all other choices decide which objects there are and
 * what they consist of.
 */
record ChartChoices(Map<String, List<Object>> choices) {

  private static final Set<String> TEXT_OF_A_FIELD = Set.of("image.pullPolicy", "log.level", "log.format");

  static ChartChoices ofTheSchema() throws IOException {
    var found = new TreeMap<String, List<Object>>();
    collect("", Chart.file("values.schema.json"), found);
    return new ChartChoices(found);
  }

  /** Those that become the text of a field. */
  ChartChoices text() {
    return only(true);
  }

  /** All others. */
  ChartChoices structure() {
    return only(false);
  }

  ChartChoices and(String path, List<Object> values) {
    var more = new TreeMap<>(choices);
    more.put(path, values);
    return new ChartChoices(more);
  }

  /** Every combination, as values for Helm. */
  List<Map<String, Object>> product() {
    List<Map<String, Object>> all = List.of(Map.of());
    for (var choice : choices.entrySet()) {
      var next = new ArrayList<Map<String, Object>>();
      all.forEach(values -> choice.getValue().forEach(value -> next.add(with(values, choice.getKey(), value))));
      all = next;
    }
    return all;
  }

  private ChartChoices only(boolean text) {
    var kept = new TreeMap<>(choices);
    kept.keySet().removeIf(path -> TEXT_OF_A_FIELD.contains(path) != text);
    return new ChartChoices(kept);
  }

  @SuppressWarnings("unchecked")
  private static void collect(String path, Map<String, Object> schema, Map<String, List<Object>> found) {
    if ("boolean".equals(schema.get("type"))) {
      found.put(path, List.of(true, false));
    } else if (schema.get("enum") instanceof List<?> values) {
      found.put(path, List.copyOf(values));
    }
    var properties = (Map<String, Object>) schema.getOrDefault("properties", Map.of());
    properties.forEach((name, value) -> collect(path.isEmpty() ? name : path + "." + name, (Map<String, Object>) value, found));
  }

  /** The values with one more at its path. */
  @SuppressWarnings("unchecked")
  private static Map<String, Object> with(Map<String, Object> values, String path, Object value) {
    var copy = new LinkedHashMap<>(values);
    var dot = path.indexOf('.');
    if (dot < 0) {
      copy.put(path, value);
    } else {
      var inner = (Map<String, Object>) copy.getOrDefault(path.substring(0, dot), Map.of());
      copy.put(path.substring(0, dot), with(inner, path.substring(dot + 1), value));
    }
    return copy;
  }

  static String yaml(Map<String, Object> values) {
    return Serialization.asYaml(values);
  }
}

package dev.ollakeep.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/values.md} is the table of the chart's values: defaults of values.yaml, meanings of values.schema.json. */
class GoldenValuesTest {

  private static final Path TABLE = Path.of("../docs/values.md");

  private static final String HEAD = """
      # Values of the chart

      `helm/ollakeep/values.yaml` and its schema say the same; this table is made of them by `make golden`.
      Install with some of them: [install.md](install.md).

      | value | default | meaning |
      |---|---|---|
      """;

  @Test
  void theTableIsWhatTheChartSays() throws IOException {
    var table = new StringBuilder(HEAD);
    rows("", Chart.file("values.yaml"), Chart.file("values.schema.json"), table);
    if (Boolean.getBoolean("golden.rewrite")) {
      Files.writeString(TABLE, table);
    }
    assertThat(table.toString()).as("%s; make golden rewrites it", TABLE).isEqualTo(Files.readString(TABLE));
  }

  private static void rows(String path, Map<String, Object> values, Map<String, Object> schema, StringBuilder table) {
    for (var value : values.entrySet()) {
      var entry = map(map(schema, "properties"), value.getKey());
      var name = path + value.getKey();
      if (entry.containsKey("properties")) {
        rows(name + ".", map(values, value.getKey()), entry, table);
      } else {
        table.append("| `%s` | `%s` | %s |%n".formatted(name, text(value.getValue()), meaning(value.getKey(), entry, schema)));
      }
    }
  }

  /** What is switched on is said of the whole. */
  private static String meaning(String key, Map<String, Object> entry, Map<String, Object> whole) {
    var meaning = (key.equals("enabled") ? whole.get("description") + " " : "") + entry.get("description");
    return entry.get("enum") instanceof List<?> choices ? meaning + " One of " + listed(choices) + "." : meaning;
  }

  private static String listed(List<?> choices) {
    return choices.stream().map(choice -> "`" + choice + "`").collect(Collectors.joining(", "));
  }

  private static String text(Object value) {
    return value instanceof String text && text.isEmpty() ? "\"\"" : value instanceof String text ? text : Serialization.asJson(value);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Map<String, Object> map, String key) {
    return (Map<String, Object>) map.get(key);
  }
}

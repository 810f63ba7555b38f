package dev.ollakeep.operator.observed;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a field lies in an object, in the words of {@code metadata.managedFields}.
 *
 * @param steps from the outside in: {@code f:NAME} for a field, {@code k:} and a part of its key for an element of a list
 */
public record FieldPath(List<String> steps) {

  /** A client may give no name. */
  private static final String UNNAMED = "without a name";

  /** The object as a whole. */
  static final FieldPath WHOLE = new FieldPath(List.of());

  FieldPath field(String name) {
    return with("f:" + name);
  }

  /** The element of a list whose key has this value. */
  FieldPath element(String key, Object value) {
    return with("k:\"" + key + "\":" + (value instanceof Number ? value : "\"" + value + "\""));
  }

  private FieldPath with(String step) {
    return new FieldPath(Stream.concat(steps.stream(), Stream.of(step)).toList());
  }

  /** As a person writes it: {@code spec.template.spec.containers[name=proxy].image}. */
  public String text() {
    return steps.stream().map(FieldPath::text).collect(Collectors.joining()).replaceFirst("^\\.", "");
  }

  private static String text(String step) {
    return step.startsWith("k:")
        ? "[" + step.substring(2).replace("\"", "").replaceFirst(":", "=") + "]"
        : "." + step.substring(2);
  }

  /** The field managers but this one that own the field; nobody owns one that was taken away. */
  public SortedSet<String> managersIn(HasMetadata object, String exceptFor) {
    return object.getMetadata().getManagedFields().stream()
        .filter(entry -> entry.getFieldsV1() != null && !exceptFor.equals(entry.getManager()))
        .filter(entry -> owns(entry.getFieldsV1().getAdditionalProperties(), 0))
        .map(entry -> Objects.requireNonNullElse(entry.getManager(), UNNAMED))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Who owns a list or map whole owns what is in it. */
  private boolean owns(Map<?, ?> fields, int depth) {
    if (depth == steps.size() || depth > 0 && fields.isEmpty()) {
      return true;
    }
    var step = steps.get(depth);
    return fields.entrySet().stream()
        .filter(field -> step.startsWith("k:")
            ? field.getKey().toString().startsWith("k:") && field.getKey().toString().contains(step.substring(2))
            : field.getKey().equals(step))
        .anyMatch(field -> field.getValue() instanceof Map<?, ?> inner && owns(inner, depth + 1));
  }
}

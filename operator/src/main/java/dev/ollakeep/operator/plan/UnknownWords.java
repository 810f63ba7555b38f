package dev.ollakeep.operator.plan;

import dev.ollakeep.api.v1alpha1.OllamaServerSpec;
import dev.ollakeep.api.v1alpha1.User;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds, at any depth of the records, the choices that were read as unrecognised.
 *
 * <p>By the records themselves, so that no field can be forgotten.
 */
final class UnknownWords {

  /** What every choice of the API reads a word as that it does not know. */
  private static final String MARKER = "UNRECOGNISED";

  private final List<String> paths = new ArrayList<>();

  private UnknownWords() {}

  /** Paths such as {@code spec.auth.users[alice].role}, in the order of the records. */
  static List<String> in(OllamaServerSpec spec) {
    var words = new UnknownWords();
    words.look("spec", spec);
    return List.copyOf(words.paths);
  }

  private void look(String path, Object value) {
    if (value instanceof Enum<?> word && word.name().equals(MARKER)) {
      paths.add(path);
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        look(path + "[" + place(list.get(i), i) + "]", list.get(i));
      }
    } else if (value instanceof Record) {
      for (var component : value.getClass().getRecordComponents()) {
        look(path + "." + component.getName(), read(component, value));
      }
    }
  }

  /** Users by their names, as people know them. */
  private static Object place(Object element, int index) {
    return element instanceof User user && user.name() != null ? user.name() : Integer.valueOf(index);
  }

  private static Object read(RecordComponent component, Object owner) {
    try {
      return component.getAccessor().invoke(owner);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a component of the public API cannot be read: " + component, e);
    }
  }
}

package dev.ollakeep.operator.observed;

import dev.ollakeep.operator.words.NameList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A field of an object that is not as it was asked for.
 *
 * <p>What nobody asked for makes no difference: others may add fields, and elements to lists that have keys.
 *
 * @param asked the value, shortened; empty when it is too long or no single one
 * @param found what is there instead, in the same way
 * @param whole what is there instead, unshortened: two values that are too long to be told are not the same
 */
public record Difference(FieldPath field, String asked, String found, String whole) {

  /** Not as it was asked for, and nobody can tell where. */
  private static final Difference SOMEWHERE = new Difference(FieldPath.WHOLE, "", "", "");

  /** By which the API server tells elements apart, the most particular first. */
  private static final List<String> KEYS = List.of("mountPath", "containerPort", "port", "uid", "name");
  private static final int LONGEST = 120;

  /** In words: what admission made of an object. */
  public static String alteration(String object, List<Difference> altered) {
    return object + " is changed when it is written: " + NameList.of(altered.stream().map(Difference::inWords).toList());
  }

  private String inWords() {
    return asked.isEmpty() || found.isEmpty() ? field.text() : field.text() + " is " + found + " instead of " + asked;
  }

  /** Of two objects that are known to differ, as JSON: one at least. */
  public static List<Difference> of(Map<?, ?> asked, Map<?, ?> found) {
    var differences = between(asked, found);
    return differences.isEmpty() ? List.of(SOMEWHERE) : differences;
  }

  /** Everything that was asked for and is not so, in the order of its path; objects are given as JSON. */
  public static List<Difference> between(Map<?, ?> asked, Map<?, ?> found) {
    var differences = new ArrayList<Difference>();
    compare(FieldPath.WHOLE, asked, found, differences);
    return List.copyOf(differences);
  }

  private static void compare(FieldPath at, Object asked, Object found, List<Difference> differences) {
    if (asked instanceof Map<?, ?> map && map.isEmpty() && found == null) {
      return;
    }
    if (asked instanceof Map<?, ?> map && found instanceof Map<?, ?> there) {
      new TreeMap<>(map).forEach((name, value) -> compare(at.field(name.toString()), value, there.get(name), differences));
    } else if (asked instanceof List<?> list && found instanceof List<?> there && key(list, there).isPresent()) {
      var key = key(list, there).get();
      list.forEach(element -> compare(
          at.element(key, value(element, key)), element, counterpart(there, key, value(element, key)), differences));
    } else if (!isSame(asked, found)) {
      differences.add(new Difference(at, text(asked), text(found), String.valueOf(found)));
    }
  }

  private static boolean isSame(Object asked, Object found) {
    if (asked instanceof List<?> list && found instanceof List<?> there) {
      return list.size() == there.size()
          && IntStream.range(0, list.size()).allMatch(i -> isSame(list.get(i), there.get(i)));
    }
    if (asked instanceof Map<?, ?> && found instanceof Map<?, ?>) {
      var inner = new ArrayList<Difference>();
      compare(FieldPath.WHOLE, asked, found, inner);
      return inner.isEmpty();
    }
    return asked == null || String.valueOf(asked).equals(String.valueOf(found));
  }

  /** A port may be there twice, for UDP and TCP: what does not tell elements apart is no key. */
  private static Optional<String> key(List<?> list, List<?> there) {
    return list.isEmpty()
        ? Optional.empty()
        : KEYS.stream()
            .filter(key -> list.stream().allMatch(element -> value(element, key) != null))
            .filter(key -> tellsApart(key, list) && tellsApart(key, there))
            .findFirst();
  }

  private static boolean tellsApart(String key, List<?> list) {
    return list.stream().map(element -> value(element, key)).distinct().count() == list.size();
  }

  private static Object counterpart(List<?> list, String key, Object value) {
    return list.stream().filter(element -> Objects.equals(value(element, key), value)).findFirst().orElse(null);
  }

  private static Object value(Object element, String key) {
    return element instanceof Map<?, ?> map ? map.get(key) : null;
  }

  private static String text(Object value) {
    var text = value == null ? "nothing" : value instanceof Map<?, ?> ? "" : String.valueOf(value);
    return text.length() > LONGEST || text.contains("\n") ? "" : text;
  }
}

package dev.ollakeep.api.rules;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Immutable maps in the order of their keys: {@code Map.copyOf} orders differently in each JVM, and order becomes text. */
public final class Sorted {
  private Sorted() {
  }

  /** A copy; absent is empty. */
  public static <V> Map<String, V> copyOf(Map<String, V> map) {
    return map == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(map));
  }
}

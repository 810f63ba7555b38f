package dev.ollakeep.operator.observed;

import java.util.Optional;

/**
 * What was seen of one object: it is there, it is not there, or nobody could tell.
 *
 * <p>The third case is never the second: nothing is created, replaced or deleted because of an observation that failed.
 */
public sealed interface Seen<T> {

  /** The object as it is. */
  record Present<T>(T object) implements Seen<T> {}

  /** The API server said that there is no such object. */
  record Absent<T>() implements Seen<T> {}

  /** The question was not answered. */
  record Unknown<T>(String why) implements Seen<T> {}

  static <T> Seen<T> present(T object) {
    return new Present<>(object);
  }

  static <T> Seen<T> absent() {
    return new Absent<>();
  }

  static <T> Seen<T> unknown(String why) {
    return new Unknown<>(why);
  }

  /** The object, where it was seen. */
  default Optional<T> ifPresent() {
    return this instanceof Present<T> present ? Optional.of(present.object()) : Optional.empty();
  }

  /** True only when the API server said so. */
  default boolean isAbsent() {
    return this instanceof Absent<T>;
  }
}

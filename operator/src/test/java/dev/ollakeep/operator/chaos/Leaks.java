package dev.ollakeep.operator.chaos;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/** Finds passwords where they must not be. */
final class Leaks {

  private Leaks() {}

  /** Names the forms that were found, never what they are. */
  static List<String> in(String text, Collection<String> passwords) {
    return passwords.stream().flatMap(password -> {
      var base64 = Base64.getEncoder().withoutPadding().encodeToString(password.getBytes(StandardCharsets.UTF_8));
      return java.util.stream.Stream.of(
          text.contains(password) ? "as it is" : "",
          text.contains(base64) ? "in base64" : "");
    }).filter(form -> !form.isEmpty()).toList();
  }
}

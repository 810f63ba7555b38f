package dev.ollakeep.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.Secret;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a Secret holds, decoded without the product's code. */
public final class SecretText {

  private SecretText() {}

  /** Every value by its key; none where there is no data. */
  public static SortedMap<String, String> of(Secret secret) {
    SortedMap<String, String> text = new TreeMap<>();
    data(secret).forEach((key, value) -> text.put(key, decoded(value)));
    return text;
  }

  /** One value; empty where the key is missing. */
  public static Optional<String> of(Secret secret, String key) {
    return Optional.ofNullable(data(secret).get(key)).map(SecretText::decoded);
  }

  public static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static String decoded(String value) {
    return new String(Base64.getDecoder().decode(value), UTF_8);
  }

  private static Map<String, String> data(Secret secret) {
    return secret.getData() == null ? Map.of() : secret.getData();
  }
}

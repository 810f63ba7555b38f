package dev.ollakeep.operator.credentials;

import io.fabric8.kubernetes.api.model.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The data of a Secret as text by key.
 *
 * <p>A value that is not base64 of UTF-8 counts as missing. The wire form is what the API server returns, so it can be compared.
 */
final class SecretData {

  private final SortedMap<String, String> base64;

  private SecretData(SortedMap<String, String> base64) {
    this.base64 = base64;
  }

  static SecretData of(Secret secret) {
    return new SecretData(secret.getData() == null ? new TreeMap<>() : new TreeMap<>(secret.getData()));
  }

  static SecretData ofText(Map<String, String> text) {
    var encoded = new TreeMap<String, String>();
    text.forEach((key, value) -> encoded.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
    return new SecretData(encoded);
  }

  Set<String> keys() {
    return base64.keySet();
  }

  Optional<String> text(String key) {
    var value = base64.get(key);
    if (value == null) {
      return Optional.empty();
    }
    try {
      var bytes = Base64.getDecoder().decode(value);
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** As it stands in {@code data} of a Secret. */
  Map<String, String> wire() {
    return new TreeMap<>(base64);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SecretData that && base64.equals(that.base64);
  }

  @Override
  public int hashCode() {
    return base64.keySet().hashCode();
  }

  /** Keys only. */
  @Override
  public String toString() {
    return "SecretData" + base64.keySet();
  }
}

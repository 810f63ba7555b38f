package dev.ollakeep.operator.credentials;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A secret as it is typed.
 *
 * <p>Nothing but {@link #reveal()} shows it; two of them are compared in constant time.
 */
final class Plaintext {

  private final String text;

  Plaintext(String text) {
    this.text = text;
  }

  /** For the Secrets made for it and for nothing else. */
  String reveal() {
    return text;
  }

  byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * True for what could have been written by us: 16 to 128 printable ASCII characters.
   *
   * <p>What a person typed into one of our Secrets is not hashed into the proxies' files unless it is at least this.
   */
  boolean storable() {
    return text.length() >= 16 && text.length() <= 128 && text.chars().allMatch(c -> c >= ' ' && c <= '~');
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Plaintext that && MessageDigest.isEqual(bytes(), that.bytes());
  }

  /** One value for all: a hash of a secret is a trace of it. */
  @Override
  public int hashCode() {
    return 1;
  }

  /** Never the secret. */
  @Override
  public String toString() {
    return "Plaintext";
  }
}

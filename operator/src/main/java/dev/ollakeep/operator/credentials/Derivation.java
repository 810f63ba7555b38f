package dev.ollakeep.operator.credentials;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * An endless stream of bytes for one purpose and one user, expanded from the randomness of a plan.
 *
 * <p>HMAC-SHA256 in counter mode (NIST SP 800-108): streams of different labels tell nothing about each other or the seed.
 */
final class Derivation {

  private final Mac mac;
  private final byte[] label;
  private int counter;
  private byte[] block = {};
  private int used;

  private Derivation(Fresh fresh, String label) {
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(fresh.seed(), "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has HmacSHA256", e);
    }
    this.label = label.getBytes(StandardCharsets.UTF_8);
  }

  /** A slash cannot occur in a user's name, so no two pairs share a label. */
  static Derivation of(Fresh fresh, String purpose, String user) {
    return new Derivation(fresh, purpose + "/" + user);
  }

  /** The next byte, 0 to 255. */
  int next() {
    if (used == block.length) {
      mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(++counter).array());
      block = mac.doFinal(label);
      used = 0;
    }
    return Byte.toUnsignedInt(block[used++]);
  }

  /** A number below {@code bound}, every one equally likely; bytes beyond the last whole multiple are thrown away. */
  int below(int bound) {
    var limit = 256 - 256 % bound;
    var drawn = next();
    while (drawn >= limit) {
      drawn = next();
    }
    return drawn % bound;
  }

  byte[] bytes(int length) {
    var bytes = new byte[length];
    for (var i = 0; i < length; i++) {
      bytes[i] = (byte) next();
    }
    return bytes;
  }
}

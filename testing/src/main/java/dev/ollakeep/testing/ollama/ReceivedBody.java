package dev.ollakeep.testing.ollama;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A request body that was read to its end.
 *
 * <p>Only as much as a JSON request can have is kept: a model blob of a gigabyte must not cost the test its heap.
 *
 * @param kept   its first bytes
 * @param length all of its bytes
 * @param sha256 of all its bytes, hexadecimal
 */
record ReceivedBody(byte[] kept, long length, String sha256) {

  private static final int KEPT = 64 << 20;

  static ReceivedBody readFrom(InputStream in, boolean keep) throws IOException {
    MessageDigest digest = newDigest();
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    byte[] buffer = new byte[64 << 10];
    long length = 0;
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      digest.update(buffer, 0, count);
      length += count;
      if (keep && length <= KEPT) {
        kept.write(buffer, 0, count);
      }
    }
    return new ReceivedBody(kept.toByteArray(), length, HexFormat.of().formatHex(digest.digest()));
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

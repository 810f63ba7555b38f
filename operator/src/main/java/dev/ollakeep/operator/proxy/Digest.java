package dev.ollakeep.operator.proxy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells texts apart by sixteen hexadecimal digits. */
public final class Digest {

  private static final int BYTES = 8;

  private Digest() {}

  /** Of the texts in their order; where one ends and the next begins counts. */
  public static String of(String... texts) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (int i = 0; i < texts.length; i++) {
        if (i > 0) {
          digest.update((byte) 0);
        }
        digest.update(texts[i].getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.proxy.ProxyContract;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The hash {@code {SSHA}} of an htpasswd file, with a salt of 16 bytes.
 *
 * <p>Fast on purpose: the proxy checks it in its event loop at every request, and a secret of 16 characters or more needs no slow one.
 */
final class SaltedSha1 {

  static final int SALT_LENGTH = 16;
  private static final String PREFIX = ProxyContract.HASH_SCHEME;
  private static final int DIGEST_LENGTH = 20;

  private SaltedSha1() {}

  static String hash(Plaintext secret, byte[] salt) {
    if (salt.length != SALT_LENGTH) {
      throw new IllegalArgumentException(SALT_LENGTH + " bytes of salt are needed, not " + salt.length);
    }
    var out = new ByteArrayOutputStream(DIGEST_LENGTH + SALT_LENGTH);
    out.writeBytes(digest(secret, salt));
    out.writeBytes(salt);
    return PREFIX + Base64.getEncoder().encodeToString(out.toByteArray());
  }

  /** False for anything that is not such a hash. */
  static boolean verify(Plaintext secret, String hash) {
    return decode(hash).filter(bytes -> {
      var salt = Arrays.copyOfRange(bytes, DIGEST_LENGTH, bytes.length);
      return MessageDigest.isEqual(digest(secret, salt), Arrays.copyOf(bytes, DIGEST_LENGTH));
    }).isPresent();
  }

  static boolean wellFormed(String hash) {
    return decode(hash).isPresent();
  }

  private static Optional<byte[]> decode(String hash) {
    if (!hash.startsWith(PREFIX)) {
      return Optional.empty();
    }
    try {
      var bytes = Base64.getDecoder().decode(hash.substring(PREFIX.length()));
      return bytes.length == DIGEST_LENGTH + SALT_LENGTH ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static byte[] digest(Plaintext secret, byte[] salt) {
    try {
      var sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(secret.bytes());
      return sha1.digest(salt);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-1", e);
    }
  }
}

package dev.ollakeep.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * The hash {@code {SSHA}} of an htpasswd file, made from RFC 2307, so that no test asks the product about the product.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2307#section-5.3">RFC 2307</a>
 */
public final class SaltedHash {

  private static final String PREFIX = "{SSHA}";
  private static final int DIGEST_LENGTH = 20;

  private SaltedHash() {}

  public static String of(String password, byte[] salt) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(digest(password, salt));
    bytes.writeBytes(salt);
    return PREFIX + Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  /** Whether it is the hash of this password; what is no such hash is that of none. */
  public static boolean verifies(String hash, String password) {
    if (!hash.matches("\\{SSHA}[A-Za-z0-9+/]{28,}=*")) {
      return false;
    }
    byte[] bytes = Base64.getDecoder().decode(hash.substring(PREFIX.length()));
    byte[] salt = Arrays.copyOfRange(bytes, DIGEST_LENGTH, bytes.length);
    return Arrays.equals(digest(password, salt), Arrays.copyOf(bytes, DIGEST_LENGTH));
  }

  private static byte[] digest(String password, byte[] salt) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(password.getBytes(UTF_8));
      return sha1.digest(salt);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

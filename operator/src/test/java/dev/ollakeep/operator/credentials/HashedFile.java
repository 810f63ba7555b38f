package dev.ollakeep.operator.credentials;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** The product's own secrets, hashes and file format, for tests outside of this package that hold them against real programs. */
public final class HashedFile {

  private HashedFile() {}

  /** A secret as the operator draws it for a user. */
  public static String generatedSecret(long seed, String user) {
    return PasswordPolicy.generate(new Fresh(ByteBuffer.allocate(32).putLong(seed).array()), user).reveal();
  }

  /** An htpasswd file with the hash of every user's secret. */
  public static String of(Map<String, String> secrets, Random salts) {
    var hashes = new TreeMap<String, String>();
    secrets.forEach((user, secret) -> {
      var salt = new byte[SaltedSha1.SALT_LENGTH];
      salts.nextBytes(salt);
      hashes.put(user, SaltedSha1.hash(new Plaintext(secret), salt));
    });
    return Htpasswd.of(hashes).render();
  }
}

package dev.ollakeep.operator.chaos;

import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a proxy reads of the proxies' Secret, parsed without the operator's own code.
 *
 * @param current newest hash of each user
 * @param previous the one before it
 * @param revision number of this state
 * @param doubled users with more than one line in one file
 */
record AuthFile(SortedMap<String, String> current, SortedMap<String, String> previous, long revision, TreeSet<String> doubled) {

  private static final int SHA1_LENGTH = 20;

  static final AuthFile NONE = new AuthFile(new TreeMap<>(), new TreeMap<>(), 0, new TreeSet<>());

  static AuthFile of(Secret secret) {
    var doubled = new TreeSet<String>();
    var current = lines(secret, "htpasswd", doubled);
    current.putAll(lines(secret, "htpasswd.operator", doubled));
    return new AuthFile(
        current, lines(secret, "htpasswd.previous", doubled), Long.parseLong(text(secret, "revision").strip()), doubled);
  }

  /** Whoever says this name and this password is let in. */
  boolean admits(String user, String password) {
    return hashes(user).anyMatch(hash -> verifies(hash, password));
  }

  Stream<String> hashes(String user) {
    return Stream.of(current, previous).map(file -> file.get(user)).filter(hash -> hash != null);
  }

  /** True when the salted SHA-1 is this password's. */
  static boolean verifies(String hash, String password) {
    var bytes = Base64.getDecoder().decode(hash.substring("{SSHA}".length()));
    try {
      var sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(password.getBytes(StandardCharsets.UTF_8));
      sha1.update(bytes, SHA1_LENGTH, bytes.length - SHA1_LENGTH);
      return Arrays.equals(sha1.digest(), Arrays.copyOf(bytes, SHA1_LENGTH));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A decoded value; empty where the key is missing. */
  static String text(Secret secret, String key) {
    var data = secret.getData() == null ? Map.<String, String>of() : secret.getData();
    return new String(Base64.getDecoder().decode(data.getOrDefault(key, "")), StandardCharsets.UTF_8);
  }

  private static TreeMap<String, String> lines(Secret secret, String key, TreeSet<String> doubled) {
    var hashes = new TreeMap<String, String>();
    text(secret, key).lines().filter(line -> !line.isBlank()).forEach(line -> {
      var colon = line.indexOf(':');
      if (hashes.put(line.substring(0, colon), line.substring(colon + 1)) != null) {
        doubled.add(line.substring(0, colon));
      }
    });
    return hashes;
  }
}

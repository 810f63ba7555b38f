package dev.ollakeep.operator.chaos;

import dev.ollakeep.testing.SaltedHash;
import dev.ollakeep.testing.SecretText;
import io.fabric8.kubernetes.api.model.Secret;
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
 * @param doubled users with more than one line in one file, or more than one role
 */
record AuthFile(SortedMap<String, String> current, SortedMap<String, String> previous, long revision, TreeSet<String> doubled) {

  private static final String OPERATOR = "ollakeep";
  static final AuthFile NONE = new AuthFile(new TreeMap<>(), new TreeMap<>(), 0, new TreeSet<>());

  static AuthFile of(Secret secret) {
    var doubled = new TreeSet<String>();
    var current = ofUsers(secret, "role.", doubled);
    var previous = ofUsers(secret, "previous.", doubled);
    current.putAll(lines(secret, "htpasswd.operator", doubled));
    // The operator's own is kept there, whether it has a role or not.
    lines(secret, "htpasswd.previous", doubled).tailMap(OPERATOR, true).headMap(OPERATOR, true).forEach(previous::putIfAbsent);
    return new AuthFile(current, previous, Long.parseLong(text(secret, "revision").strip()), doubled);
  }

  private static SortedMap<String, String> ofUsers(Secret secret, String record, TreeSet<String> doubled) {
    var hashes = new TreeMap<String, String>();
    secret.getData().keySet().stream().filter(key -> key.startsWith(record)).forEach(key ->
        lines(secret, key, doubled).forEach((user, hash) -> {
          if (hashes.put(user, hash) != null) {
            doubled.add(user);
          }
        }));
    return hashes;
  }

  /** Whoever says this name and this password is let in. */
  boolean admits(String user, String password) {
    return hashes(user).anyMatch(hash -> SaltedHash.verifies(hash, password));
  }

  Stream<String> hashes(String user) {
    return Stream.of(current, previous).map(file -> file.get(user)).filter(hash -> hash != null);
  }

  /** A decoded value; empty where the key is missing. */
  static String text(Secret secret, String key) {
    return SecretText.of(secret, key).orElse("");
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

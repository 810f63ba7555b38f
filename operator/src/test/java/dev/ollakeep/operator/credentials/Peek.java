package dev.ollakeep.operator.credentials;

import dev.ollakeep.testing.SaltedHash;
import dev.ollakeep.testing.SecretText;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads Secrets and checks hashes with code of its own, so that tests do not ask the product about the product. */
public final class Peek {

  private static final int WITH_SALT_OF_16 = "{SSHA}".length() + 48;

  private static final List<String> ROLES = List.of("viewer", "user", "modelmanager", "admin");

  private Peek() {}

  static Map<String, String> data(Secret secret) {
    return SecretText.of(secret);
  }

  static String password(Secret secret) {
    return data(secret).get("password");
  }

  /** The user's lines in a file of the proxies' Secret, without the name. */
  static List<String> hashes(Map<String, String> auth, String file, String user) {
    return auth.getOrDefault(file, "").lines()
        .filter(line -> line.startsWith(user + ":"))
        .map(line -> line.substring(user.length() + 1))
        .toList();
  }

  /** What a proxy that holds this data says to a login at the public listener, whichever layout its configuration reads. */
  static boolean accepts(Map<String, String> auth, String user, String password) {
    var apart = acceptsByFormerLayout(auth, user, password);
    var together = Stream.of("role", "previous").flatMap(record -> ROLES.stream().map(role -> record + "." + role + "." + user))
        .anyMatch(file -> matches(hashes(auth, file, user), password));
    return apart && (together || !auth.containsKey("per-user-files"));
  }

  /** The users' own files repeat what stands in the files of the former layout; of users with a role, and of nobody else. */
  static boolean layoutsAgree(Map<String, String> auth) {
    var expected = new TreeMap<String, String>();
    for (var role : ROLES) {
      auth.keySet().stream().filter(key -> key.startsWith("role." + role + ".")).forEach(key -> {
        var user = key.substring(key.lastIndexOf('.') + 1);
        hashes(auth, "htpasswd", user).forEach(hash -> expected.put(key, user + ":" + hash + "\n"));
        hashes(auth, "htpasswd.previous", user)
            .forEach(hash -> expected.put("previous." + role + "." + user, user + ":" + hash + "\n"));
      });
    }
    var actual = new TreeMap<>(auth);
    actual.keySet().removeIf(key -> !key.startsWith("role.") && !key.startsWith("previous."));
    return auth.containsKey("per-user-files") && actual.equals(expected);
  }

  private static boolean acceptsByFormerLayout(Map<String, String> auth, String user, String password) {
    return ROLES.stream().anyMatch(role -> hasRole(auth, role, user))
        && Stream.of("htpasswd", "htpasswd.previous").anyMatch(file -> matches(hashes(auth, file, user), password));
  }

  static boolean internalDoorAccepts(Map<String, String> auth, String password) {
    return matches(hashes(auth, "htpasswd.operator", "ollakeep"), password)
        || matches(hashes(auth, "htpasswd.previous", "ollakeep"), password);
  }

  static boolean hasRole(Map<String, String> auth, String role, String user) {
    return auth.containsKey("role." + role + "." + user);
  }

  public static long revision(Map<String, String> auth) {
    var text = auth.getOrDefault("revision", "");
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
  }

  static boolean verifies(String hash, String password) {
    return hash.length() == WITH_SALT_OF_16 && SaltedHash.verifies(hash, password);
  }

  /** As in nginx, only the first line of a user counts. */
  private static boolean matches(List<String> hashes, String password) {
    return !hashes.isEmpty() && verifies(hashes.get(0), password);
  }
}

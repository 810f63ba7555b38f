package dev.ollakeep.operator.proxy.attack;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * What the proxy's auth Secret holds; every change is a new value with the next revision.
 *
 * @param hashes htpasswd lines by user name, by file name
 * @param roles role by user name
 */
record Accounts(Map<String, Map<String, String>> hashes, Map<String, String> roles, int revision) {

  static final String CURRENT = "htpasswd";
  static final String PREVIOUS = "htpasswd.previous";
  private static final String OPERATOR = "htpasswd.operator";
  private static final Random SALTS = new Random(20_260_101);

  static Accounts none() {
    return new Accounts(Map.of(CURRENT, Map.of(), PREVIOUS, Map.of(), OPERATOR, Map.of()), Map.of(), 1);
  }

  Accounts withCurrent(Login login) {
    return with(CURRENT, login);
  }

  Accounts withPrevious(Login login) {
    return with(PREVIOUS, login);
  }

  Accounts withOperator(Login login) {
    return with(OPERATOR, login);
  }

  Accounts withRole(String user, String role) {
    return new Accounts(hashes, put(roles, user, role), revision + 1);
  }

  Accounts withoutHashesOf(String user) {
    Map<String, Map<String, String>> left = new TreeMap<>();
    hashes.forEach((file, lines) -> {
      Map<String, String> others = new TreeMap<>(lines);
      others.remove(user);
      left.put(file, others);
    });
    return new Accounts(left, roles, revision + 1);
  }

  /** As a lockdown leaves it: only the file of the operator's own hash holds any. */
  Accounts withoutUsers() {
    return new Accounts(put(put(hashes, CURRENT, Map.of()), PREVIOUS, Map.of()), roles, revision + 1);
  }

  /** Every hash, as a log would show it. */
  List<String> allHashes() {
    return hashes.values().stream().flatMap(lines -> lines.values().stream())
        .map(line -> line.strip().replaceFirst("^.*\\{SSHA}", "")).toList();
  }

  private Accounts with(String file, Login login) {
    byte[] salt = new byte[16];
    SALTS.nextBytes(salt);
    return new Accounts(put(hashes, file, put(hashes.get(file), login.name(), login.line(salt))), roles, revision + 1);
  }

  private static <V> Map<String, V> put(Map<String, V> map, String key, V value) {
    Map<String, V> copy = new TreeMap<>(map);
    copy.put(key, value);
    return copy;
  }
}

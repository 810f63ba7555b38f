package dev.ollakeep.operator.proxy.attack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Everybody who appears in the attacks: a pool of users for each role, and one for each special situation.
 *
 * <p>Pools exist because requests are limited per user: an attack takes the next member, so that no row is refused for its haste.
 */
final class Cast {
  static final List<String> ROLES = List.of("viewer", "user", "modelmanager", "admin");
  /** What a user without a role is answered: unknown, or known by the former layout. */
  static final String NO_ROLE = "401|403";
  private static final int POOL = 24;
  private final Map<String, Login> logins = new LinkedHashMap<>();
  private final Accounts accounts;
  private int turn;

  Cast() {
    Random random = new Random(4711);
    Accounts known = Accounts.none();
    for (String role : ROLES) {
      for (int i = 0; i < POOL; i++) {
        known = known.withCurrent(add(role + "-" + i, random)).withRole(role + "-" + i, role);
      }
    }
    known = known.withCurrent(add("norole", random));
    known = known.withCurrent(add("longest", longest())).withRole(longest().name(), "user");
    known = known.withCurrent(add("overlong", new Login("overlong", "y".repeat(200)))).withRole("overlong", "user");
    known = known.withPrevious(add("previousonly", random)).withRole("previousonly", "user");
    known = known.withCurrent(add("rotating", random)).withRole("rotating", "user");
    known = known.withPrevious(add("rotating-old", Login.random("rotating", random)));
    add("suspended", random);
    known = known.withRole("suspended", "admin");
    add("stranger", random);
    Login operator = add("ollakeep", random);
    accounts = known.withCurrent(operator).withOperator(operator).withRole("ollakeep", "viewer");
  }

  /** Hashes and roles of all who are known to the proxy. */
  Accounts accounts() {
    return accounts;
  }

  /** The login that a role or a special user name stands for in the attack with this number. */
  Login login(String who, int attack) {
    Login login = logins.get(ROLES.contains(who) ? who + "-" + attack % POOL : who);
    if (login == null) {
      throw new IllegalArgumentException("nobody is called " + who);
    }
    return login;
  }

  /** A member of the role's pool who has not been taken for a while. */
  Login next(String role) {
    return login(role, turn++);
  }

  Set<String> traces() {
    Set<String> traces = new TreeSet<>();
    logins.values().forEach(login -> traces.addAll(login.traces()));
    traces.addAll(accounts.allHashes());
    return traces;
  }

  List<Login> all() {
    return new ArrayList<>(logins.values());
  }

  /** A name of 32 characters and a secret of 128, which holds every printable character of ASCII: the most the resource allows. */
  private static Login longest() {
    StringBuilder secret = new StringBuilder();
    for (int i = 0; i < 128; i++) {
      secret.append((char) (' ' + i % ('~' - ' ' + 1)));
    }
    return new Login("abcdefghijklmnopqrstuvwxyz-01234", secret.toString());
  }

  private Login add(String name, Random random) {
    return add(name, Login.random(name, random));
  }

  private Login add(String key, Login login) {
    logins.put(key, login);
    return login;
  }
}

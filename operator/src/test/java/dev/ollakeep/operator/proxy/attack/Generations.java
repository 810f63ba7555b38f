package dev.ollakeep.operator.proxy.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * States of a volume in which everybody's secret and role change together, and of one user who never changes.
 *
 * <p>No secret comes twice, so that it tells the states in which it is valid: that of its number, and, in half of them, the next
 * one as the previous secret.
 */
final class Generations {

  static final List<String> CHANGING = List.of("alice", "bob", "carol");
  static final String STEADY = "steady";
  static final int STEADY_LEVEL = 1;
  private final List<State> states = new ArrayList<>();

  /** One state: secrets and levels of roles, each in the order of the users; whether the secrets of before are valid, too. */
  private record State(List<Login> logins, List<Integer> levels, boolean overlaps) {}

  Generations(int count, Random random) {
    var steady = Login.random(STEADY, random);
    for (int number = 0; number < count; number++) {
      List<Login> logins = new ArrayList<>();
      List<Integer> levels = new ArrayList<>();
      for (String user : CHANGING) {
        logins.add(Login.random(user, random));
        levels.add(random.nextInt(Cast.ROLES.size()));
      }
      logins.add(steady);
      levels.add(STEADY_LEVEL);
      states.add(new State(logins, levels, number > 0 && random.nextBoolean()));
    }
  }

  int count() {
    return states.size();
  }

  /** By the number of the user, the steady one last. */
  Login login(int user, int number) {
    return states.get(number).logins().get(user);
  }

  /** The levels that a secret had, in whatever state. */
  Set<Integer> levels(int user, int number) {
    Set<Integer> levels = new TreeSet<>(Set.of(states.get(number).levels().get(user)));
    if (number + 1 < count() && isValid(user, number, number + 1)) {
      levels.add(states.get(number + 1).levels().get(user));
    }
    return levels;
  }

  /** Whether the secret with one number opens in the state with another. */
  boolean isValid(int user, int number, int state) {
    boolean steady = user == CHANGING.size();
    return steady || number == state || state == number + 1 && states.get(state).overlaps();
  }

  Accounts accounts(int number) {
    State state = states.get(number);
    Accounts accounts = Accounts.none();
    for (int user = 0; user < state.logins().size(); user++) {
      Login login = state.logins().get(user);
      accounts = accounts.withCurrent(login).withRole(login.name(), Cast.ROLES.get(state.levels().get(user)));
      if (state.overlaps() && user < CHANGING.size()) {
        accounts = accounts.withPrevious(login(user, number - 1));
      }
    }
    return accounts;
  }
}

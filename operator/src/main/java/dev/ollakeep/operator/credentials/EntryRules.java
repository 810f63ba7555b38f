package dev.ollakeep.operator.credentials;


/**
 * What the proxies shall know of one user next.
 *
 * <p>A new hash becomes current in the write that moves the old one to previous, and never the other way round: a proxy
 * that reads either revision accepts whatever a client holds.
 */
final class EntryRules {

  private final CredentialState state;
  private final Salting salting;

  EntryRules(CredentialState state, Salting salting) {
    this.state = state;
    this.salting = salting;
  }

  AuthEntry next(Position position) {
    var facts = position.facts();
    var switches = state.spec().switches();
    if (switches.paused()) {
      return closed(facts);
    }
    if (switches.onlyCloses()) {
      return closed(facts).withRoleAtMost(facts.user().role());
    }
    if (position instanceof ShutPosition) {
      return AuthEntry.NONE;
    }
    var hashes = state.journalKnown() ? position.hashes(salting) : facts.entry();
    if (!hashes.hasCurrent()) {
      return AuthEntry.NONE;
    }
    return facts.admitted()
        ? hashes.withRole(AuthEntry.roleText(facts.user().role()))
        : closedToThePublic(hashes);
  }

  /** Takes away what the user must not have, and changes nothing else. */
  private static AuthEntry closed(UserFacts facts) {
    if (facts.admitted()) {
      return facts.entry();
    }
    return facts.user().reserved() ? closedToThePublic(facts.entry()) : AuthEntry.NONE;
  }

  /** Without a role nobody passes; the operator's previous hash is kept all the same, for the end of a lockdown. */
  private static AuthEntry closedToThePublic(AuthEntry operators) {
    return operators.withRole("");
  }
}

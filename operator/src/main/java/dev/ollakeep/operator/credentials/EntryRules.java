package dev.ollakeep.operator.credentials;

import java.util.Optional;

/**
 * What the proxies shall know of one user next.
 *
 * <p>A new hash becomes current in the write that moves the old one to previous, and never the other way round: a proxy
 * that reads either revision accepts whatever a client holds.
 */
final class EntryRules {

  private final Situation situation;
  private final Fresh fresh;

  EntryRules(Situation situation, Fresh fresh) {
    this.situation = situation;
    this.fresh = fresh;
  }

  AuthEntry next(UserFacts facts) {
    if (situation.spec().switches().paused()) {
      return closed(facts);
    }
    if (!facts.active()) {
      return AuthEntry.NONE;
    }
    var hashes = situation.journalKnown() ? hashes(facts) : facts.entry();
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

  /** Without a role nobody passes the public listener; the operator's previous secret still opens the internal door. */
  private static AuthEntry closedToThePublic(AuthEntry operators) {
    return operators.withRole("");
  }

  private AuthEntry hashes(UserFacts facts) {
    var entry = facts.entry();
    if (facts.journalled().isPresent()) {
      return facts.carried() || facts.premature() ? entry : carrying(facts, facts.journalled().get().secret());
    }
    if (!entry.hasCurrent()) {
      return restored(facts);
    }
    return facts.graceIsOver(situation.now()) && situation.gatePassed(facts) ? entry.withoutPrevious() : entry;
  }

  /** Journaled: the new hash comes in, and the one that clients use stays beside it. */
  private AuthEntry carrying(UserFacts facts, Plaintext secret) {
    var current = hash(facts, secret);
    if (!facts.entry().hasCurrent()) {
      return new AuthEntry(current, beside(facts, secret).map(old -> hash(facts, old)).orElse(""), "");
    }
    var keepsPrevious = !facts.currentIsPublished() && facts.previousIsPublished();
    return new AuthEntry(current, keepsPrevious ? facts.entry().previous() : facts.entry().current(), "");
  }

  /**
   * The published secret of a user whose hashes are gone, to be accepted beside the new one.
   *
   * <p>In an emergency a user that had no entry does not get the old secret back, not even until the new one is published.
   */
  private Optional<Plaintext> beside(UserFacts facts, Plaintext secret) {
    var resumed = !situation.authHeld().isMissing();
    return facts.published().filter(old -> !old.equals(secret) && !(resumed && facts.user().emergency()));
  }

  /** The user has no hash: resumed, or the proxies' Secret was lost. What clients read is accepted again. */
  private AuthEntry restored(UserFacts facts) {
    var replacedFirst = facts.user().emergency() && situation.startable(facts).isPresent();
    return replacedFirst
        ? AuthEntry.NONE
        : facts.published().map(secret -> new AuthEntry(hash(facts, secret), "", "")).orElse(AuthEntry.NONE);
  }

  private String hash(UserFacts facts, Plaintext secret) {
    var purpose = facts.published().equals(Optional.of(secret)) ? "salt-published" : "salt";
    return SaltedSha1.hash(secret, Derivation.of(fresh, purpose, facts.name()).bytes(SaltedSha1.SALT_LENGTH));
  }
}

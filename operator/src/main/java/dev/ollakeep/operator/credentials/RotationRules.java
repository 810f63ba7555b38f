package dev.ollakeep.operator.credentials;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * When a user gets a new secret: the rules, the first that fires counts.
 *
 * <p>Each looks only at the facts of one user. Whether the new secret may start at once is another question.
 */
final class RotationRules {

  /** A reason for a new secret, if there is one. */
  interface Rule {
    Optional<RotationCause> of(UserFacts facts, Instant now);
  }

  static final List<Rule> IN_ORDER = List.of(
      (facts, now) -> credentialsMissing(facts),
      (facts, now) -> journalLost(facts),
      (facts, now) -> credentialsOverwritten(facts),
      (facts, now) -> sourceChanged(facts),
      (facts, now) -> requestedForUser(facts),
      (facts, now) -> requestedForServer(facts),
      RotationRules::scheduled);

  private RotationRules() {}

  /** Why the user needs a new secret now; empty when the present one, or the one on its way, will do. */
  static Optional<RotationCause> due(UserFacts facts, Instant now) {
    var writable = facts.credential().isWritable();
    if (!facts.active() || !writable || facts.journalled().isPresent()) {
      return Optional.empty();
    }
    return IN_ORDER.stream().flatMap(rule -> rule.of(facts, now).stream()).findFirst();
  }

  /** Why a new secret starts now; a cause that must wait for a source or for a running grace period does not count. */
  static Optional<RotationCause> startable(UserFacts facts, Instant now, Regenerations past) {
    if (facts.supply() instanceof Supply.Unusable || withheld(facts, now, past)) {
      return Optional.empty();
    }
    var free = !facts.entry().hasPrevious() || facts.user().emergency();
    return due(facts, now).filter(cause -> free || cause.isRepair());
  }

  /**
   * The user lacks a secret that somebody keeps taking away.
   *
   * <p>Not even a request is answered then: whoever restores an old Secret restores its notes, and each request looks new again.
   */
  static boolean withheld(UserFacts facts, Instant now, Regenerations past) {
    return past.refusedUntil(now).isPresent()
        && !(facts.supply() instanceof Supply.Unusable)
        && due(facts, now).filter(RotationCause::isUnasked).isPresent();
  }

  static Optional<RotationCause> credentialsMissing(UserFacts facts) {
    var cause = facts.entry().hasCurrent() ? RotationCause.CREDENTIALS_MISSING : RotationCause.USER_ADDED;
    return when(facts.credential().isMissing(), cause);
  }

  /** The newest hash belongs to a secret that nobody has: the published one is the one before it. */
  static Optional<RotationCause> journalLost(UserFacts facts) {
    return when(!facts.currentIsPublished() && facts.previousIsPublished(), RotationCause.JOURNAL_LOST);
  }

  /** Where there is no hash to compare with, a password of our form is taken for ours. */
  static Optional<RotationCause> credentialsOverwritten(UserFacts facts) {
    var ours = facts.entry().hasCurrent() ? facts.currentIsPublished() : facts.published().isPresent();
    return when(!ours, RotationCause.CREDENTIALS_OVERWRITTEN);
  }

  static Optional<RotationCause> sourceChanged(UserFacts facts) {
    var changed = facts.supply() instanceof Supply.Usable usable
        ? !facts.published().equals(Optional.of(usable.password()))
        : facts.user().generated() && facts.stored().flatMap(StoredCredential::source)
            .filter(source -> !source.equals(facts.user().source().text())).isPresent();
    return when(changed, RotationCause.SOURCE_CHANGED);
  }

  /** A supplied password that has not changed at its source cannot answer a request. */
  static Optional<RotationCause> requestedForUser(UserFacts facts) {
    return when(facts.user().generated() && facts.unansweredForUser().isPresent(), RotationCause.REQUESTED_FOR_USER);
  }

  static Optional<RotationCause> requestedForServer(UserFacts facts) {
    return when(facts.unansweredForServer().isPresent(), RotationCause.REQUESTED_FOR_SERVER);
  }

  /** Not due before its publication, which a clock that went back makes the future; years that were missed are one reason. */
  static Optional<RotationCause> scheduled(UserFacts facts, Instant now) {
    return when(facts.replaceAt().filter(due -> !now.isBefore(due)).isPresent(), RotationCause.SCHEDULED);
  }

  private static Optional<RotationCause> when(boolean holds, RotationCause cause) {
    return holds ? Optional.of(cause) : Optional.empty();
  }
}

package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.plan.Observed;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides the next write to a credential Secret.
 *
 * <p>Where a user stands is read from the Secrets and the pods alone, so a crash at any moment loses nothing:
 *
 * <pre>
 *   Stable -> Journaled -> WaitingForPods -> Verified -> Published -> InGrace -> Revoking -> Revoked -> Stable
 *      journal    proxies'       (gate)      credential   journal     (time)    proxies'   (pods)
 *      write       Secret                      write       write                 Secret
 * </pre>
 */
public final class Rotation {

  private Rotation() {}

  /** The one step that is due, and where everybody stands; equal inputs give equal decisions. */
  public static Decision decide(CredentialSpec spec, Observed observed, Instant now, Fresh fresh) {
    var situation = Situation.of(spec, observed, now);
    var stalls = situation.stalls();
    var frozen = !stalls.isEmpty() && !situation.onlyJournalConflicts();
    var step = frozen ? Optional.<CredentialStep>empty() : step(situation, observed, fresh);
    return Progress.of(situation).decision(step, stalls);
  }

  private static Optional<CredentialStep> step(Situation situation, Observed observed, Fresh fresh) {
    if (!situation.authWritable()) {
      return Optional.empty();
    }
    var auth = new AuthWrites(situation, fresh);
    if (situation.spec().switches().paused() || !situation.journalKnown()) {
      return auth.closing();
    }
    var journal = new JournalWrites(situation, fresh);
    var credentials = new CredentialWrites(situation, observed);
    // Whoever must be kept out comes first; the rest is ordered so that one write serves as many users as it can.
    return auth.closing()
        .or(journal::intake)
        .or(credentials::remove)
        .or(auth::write)
        .or(credentials::publish)
        .or(journal::cleanup)
        .or(credentials::heal);
  }
}

package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.observed.Observed;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

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
public final class CredentialPlanner {

  private CredentialPlanner() {}

  /** The one step that is due, and where everybody stands; equal inputs give equal decisions. */
  public static CredentialDecision decide(CredentialSpec spec, Observed observed, Instant now, Fresh fresh) {
    var state = CredentialState.of(spec, observed, now);
    var due = Stall.of(state).stream().anyMatch(Stall::freezes) ? List.<Supplier<Stream<CredentialStep>>>of() : due(state, observed, fresh);
    return Progress.of(state).decision(StepChoice.of(due, observed, now), SecretContention.of(state, observed));
  }

  private static List<Supplier<Stream<CredentialStep>>> due(CredentialState state, Observed observed, Fresh fresh) {
    if (!state.authWritable()) {
      return List.of();
    }
    var auth = new AuthWrites(state, fresh);
    var switches = state.spec().switches();
    if (switches.paused() || switches.onlyCloses() || !state.journalKnown()) {
      return List.of(auth::closing);
    }
    var journal = new JournalWrites(state, fresh);
    var credentials = new CredentialWrites(state, observed);
    // Whoever must be kept out comes first; the rest is ordered so that one write serves as many users as it can.
    return List.of(
        auth::closing,
        journal::intake,
        credentials::remove,
        auth::write,
        credentials::publish,
        journal::cleanup,
        credentials::heal);
  }
}

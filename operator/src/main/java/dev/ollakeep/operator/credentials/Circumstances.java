package dev.ollakeep.operator.credentials;

import java.time.Instant;
import java.util.Optional;

/**
 * What decides about a user's position beside the facts of that user.
 *
 * @param pods how far the pods are with the revision that last changed the user
 * @param now the time
 * @param past the new secrets of the server that nobody asked for
 * @param hashesLost the proxies' Secret is missing
 * @param journalMadeAt when the journal was made; empty when there is none, or nothing tells
 */
record Circumstances(Gate.Proof pods, Instant now, Regenerations past, boolean hashesLost, Optional<Instant> journalMadeAt) {

  /** Nobody is waited for any more, or the pods are. */
  RotationPhase settled() {
    return pods.confirmed() ? RotationPhase.STABLE : RotationPhase.REVOKED;
  }

  /** When that began; what is stable began at no time that matters. */
  Optional<Instant> settledSince() {
    return pods.confirmed() ? Optional.empty() : Optional.of(pods.begin());
  }
}

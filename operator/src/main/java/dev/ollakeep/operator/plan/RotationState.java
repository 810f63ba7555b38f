package dev.ollakeep.operator.plan;

import dev.ollakeep.operator.credentials.CredentialDecision;
import dev.ollakeep.operator.credentials.RotationPhase;
import java.time.Instant;
import java.util.Optional;

/**
 * Where the rotations of one server stand, in numbers.
 *
 * @param phase the least advanced user's
 * @param since when the first of the users in that phase entered it; empty when nothing tells
 * @param podsBehind how many pods have not confirmed the newest credentials
 */
public record RotationState(RotationPhase phase, Optional<Instant> since, int podsBehind) {

  /** What is at rest has been so since the last write for the proxies: a revision is the Unix time of its making. */
  static RotationState of(CredentialDecision decision) {
    var lastWrite = Optional.of(decision.revision()).filter(revision -> revision > 0).map(Instant::ofEpochSecond);
    return new RotationState(
        decision.phase(), decision.phaseSince().or(() -> lastWrite), decision.propagation().behind().size());
  }
}

package dev.ollakeep.operator.plan;

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
public record RotationState(RotationPhase phase, Optional<Instant> since, int podsBehind) {}

package dev.ollakeep.operator.plan;

import dev.ollakeep.operator.credentials.RotationPhase;

/**
 * Where the rotations of one server stand, in numbers.
 *
 * @param phase the least advanced user's
 * @param podsBehind how many pods have not confirmed the newest credentials
 */
public record RotationState(RotationPhase phase, int podsBehind) {}

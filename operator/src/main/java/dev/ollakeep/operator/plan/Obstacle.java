package dev.ollakeep.operator.plan;

import dev.ollakeep.operator.status.Reason;

/**
 * Why a child is left as it is although something else is wanted.
 *
 * @param message names the object and the command that mends it
 */
public record Obstacle(Reason reason, String message) {}

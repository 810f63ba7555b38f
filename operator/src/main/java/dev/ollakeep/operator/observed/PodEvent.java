package dev.ollakeep.operator.observed;

import java.time.Instant;

/**
 * What somebody told of a pod in an Event.
 *
 * @param warning something failed; else something went well
 * @param at when it was told last
 */
public record PodEvent(boolean warning, String reason, String message, Instant at) {}

package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.status.Reason;

/** Why credentials of the whole server stand still until a person acts. */
public record Stall(Reason reason, String message) {}

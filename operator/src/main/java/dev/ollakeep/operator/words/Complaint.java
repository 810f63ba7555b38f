package dev.ollakeep.operator.words;

/**
 * Why something is not as asked for, until a person or the cluster mends it.
 *
 * @param message names the object and the command that mends it; never a secret
 */
public record Complaint(Reason reason, String message) {}

package dev.ollakeep.operator.credentials;

/**
 * One secret that a step takes away from the proxies; one entry for each user.
 *
 * <p>Counted when it is written, not when the last pod has confirmed it.
 */
public record RevocationTally(Revocation reason) implements Tally {}

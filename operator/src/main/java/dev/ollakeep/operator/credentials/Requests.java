package dev.ollakeep.operator.credentials;

/**
 * The two ids whose change asks for a new secret; an empty one asks for nothing.
 *
 * @param server {@code rotation.requestId} of the server
 * @param user {@code requestId} of the user
 */
public record Requests(String server, String user) {}

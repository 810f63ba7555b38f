package dev.ollakeep.operator.status;

import dev.ollakeep.operator.children.Children;
import dev.ollakeep.operator.children.Subject;
import dev.ollakeep.operator.credentials.CredentialDecision;
import dev.ollakeep.operator.credentials.CredentialSpec;

/**
 * Everything a condition may look at.
 *
 * @param subject the server, what was seen of it, and the time
 * @param children what becomes of its objects
 * @param credentials what was asked of credentials
 * @param decision where they stand
 */
public record Situation(Subject subject, Children children, CredentialSpec credentials, CredentialDecision decision) {}

package dev.ollakeep.operator.credentials;

import dev.ollakeep.api.v1alpha1.Role;
import dev.ollakeep.operator.names.Component;
import dev.ollakeep.operator.names.Names;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One user as asked for, every default resolved.
 *
 * @param gracePeriod how long a replaced secret stays valid after its successor was published; zero is an emergency
 * @param lifetime the age at which the secret is replaced by itself; empty for one that a person supplies, or without a schedule
 * @param expiresAt when the state becomes Expired by itself
 */
public record CredentialUser(
    String name,
    Role role,
    String secretName,
    PasswordSource source,
    UserState state,
    Duration gracePeriod,
    Optional<Duration> lifetime,
    Requests requests,
    Optional<Instant> expiresAt) {

  /** True for the operator's own user, whose hash is kept in a file of its own. */
  public boolean reserved() {
    return name.equals(Names.OPERATOR_USER);
  }

  Component component() {
    return reserved() ? Component.OPERATOR_CREDENTIALS : Component.CREDENTIALS;
  }

  boolean generated() {
    return source instanceof PasswordSource.Generated;
  }

  boolean emergency() {
    return gracePeriod.isZero();
  }
}

package dev.ollakeep.operator.credentials;

import dev.ollakeep.api.v1alpha1.AuthStatus;

/** A decision as the resource's status shows it. */
public final class AuthReport {

  private AuthReport() {}

  /** {@code status.auth}: for people, never read back. */
  public static AuthStatus of(CredentialSpec spec, Decision decision) {
    throw new UnsupportedOperationException("the state machine lands next");
  }
}

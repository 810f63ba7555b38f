package dev.ollakeep.operator.credentials;

/** Why a secret is not accepted any more. */
public enum Revocation {
  /** A previous secret, after its grace period. */
  GRACE_OVER("GraceOver"),
  /** A previous secret, at once, by {@code gracePeriod: 0s}. */
  NO_GRACE("NoGrace"),
  /** A previous secret within its grace period, because the one after it had to be replaced too: two fit. */
  DISPLACED("Displaced"),
  /** Whatever the user had: the user was suspended. */
  SUSPENDED("Suspended"),
  /** Whatever the user had: {@code expiresAt} has come. */
  EXPIRED("Expired"),
  /** Whatever the user had: the user is not in the resource any more. */
  REMOVED("Removed"),
  /** Whatever the user had: nobody may log in. */
  LOCKDOWN("Lockdown");

  private final String text;

  Revocation(String text) {
    this.text = text;
  }

  /** The word for events and metrics. */
  public String text() {
    return text;
  }

  /** Why a user of the resource has no secret any more that is accepted. */
  static Revocation ofShutOut(CredentialSpec spec, CredentialUser user) {
    return switch (user.state()) {
      case SUSPENDED -> SUSPENDED;
      case EXPIRED -> EXPIRED;
      case ACTIVE -> spec.switches().lockdown() ? LOCKDOWN : NO_GRACE;
    };
  }
}

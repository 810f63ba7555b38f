package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.words.Reason;

/** How far a user's secret is, the least advanced first: the order in which phases are passed. */
public enum RotationPhase {
  JOURNALED(Reason.JOURNALED),
  PROPAGATION_UNVERIFIED(Reason.PROPAGATION_UNVERIFIED),
  WAITING_FOR_PODS(Reason.WAITING_FOR_PODS),
  VERIFIED(Reason.VERIFIED),
  PUBLISHED(Reason.PUBLISHED),
  IN_GRACE(Reason.IN_GRACE),
  REVOKING(Reason.REVOKING),
  REVOKED(Reason.REVOKED),
  STABLE(Reason.STABLE);

  private final Reason reason;

  RotationPhase(Reason reason) {
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}

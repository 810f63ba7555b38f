package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.plan.Observed;
import java.time.Instant;

/** Decides the next write to a credential Secret. */
public final class Rotation {

  private Rotation() {}

  /** The one step that is due, and where everybody stands; equal inputs give equal decisions. */
  public static Decision decide(CredentialSpec spec, Observed observed, Instant now, Fresh fresh) {
    throw new UnsupportedOperationException("the state machine lands next");
  }
}

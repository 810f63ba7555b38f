package dev.ollakeep.operator.chaos;

/** What becomes of one request. */
enum Fate {
  PASS(false),
  /** The operator is dead before the request is sent: nothing arrives. */
  DIE_BEFORE(false),
  /** The request is carried out; the operator does not live to see the answer. */
  DIE_AFTER(false),
  CONFLICT(true),
  TOO_MANY_REQUESTS(true),
  INTERNAL_ERROR(true),
  UNAVAILABLE(true),
  /** Carried out, and answered 504: nobody can tell. */
  APPLIED_TIMEOUT(true),
  /** Not carried out, and answered 504. */
  LOST_TIMEOUT(true),
  /** Carried out; the connection breaks before the answer. */
  APPLIED_RESET(true),
  /** Carried out; the connection breaks in the middle of the answer. */
  RESET_MID_BODY(true),
  /** A LIST is answered with what an earlier one was answered. */
  STALE_LIST(false);

  private final boolean ofWrites;

  Fate(boolean ofWrites) {
    this.ofWrites = ofWrites;
  }

  /** Something that can happen to a write which its caller survives. */
  boolean survivable() {
    return ofWrites;
  }
}

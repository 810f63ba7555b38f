package dev.ollakeep.operator.chaos;

/** What becomes of one request. */
enum Fate {
  PASS,
  /** The operator is dead before the request is sent: nothing arrives. */
  DIE_BEFORE,
  /** The request is carried out; the operator does not live to see the answer. */
  DIE_AFTER,
  CONFLICT,
  NOT_FOUND,
  TOO_MANY_REQUESTS,
  INTERNAL_ERROR,
  UNAVAILABLE,
  /** Carried out, and answered 504: nobody can tell. */
  APPLIED_TIMEOUT,
  /** Not carried out, and answered 504. */
  LOST_TIMEOUT,
  /** Carried out, and never answered: the client has to give up by itself. */
  APPLIED_SILENCE,
  /** Neither carried out nor answered. */
  LOST_SILENCE,
  /** Carried out; the connection breaks before the answer. */
  APPLIED_RESET,
  /** Carried out; the connection breaks in the middle of the answer. */
  RESET_MID_BODY,
  /** A LIST is answered with what an earlier one was answered. */
  STALE_LIST
}

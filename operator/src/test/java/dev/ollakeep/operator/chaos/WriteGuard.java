package dev.ollakeep.operator.chaos;

import java.util.function.Consumer;

/** Looks at every request on its way to the API server, just before it is carried out. */
interface WriteGuard {

  /** Gives what to do with the answer, should the request succeed. */
  Consumer<ApiAnswer> before(ApiCall call);

  /** Both look. */
  default WriteGuard and(WriteGuard other) {
    return call -> before(call).andThen(other.before(call));
  }
}

package dev.ollakeep.operator.chaos;

/** Looks at every request on its way to the API server, just before it is carried out. */
interface WriteGuard {

  WriteGuard BLIND = call -> () -> { };

  /** Gives what to do should the request succeed. */
  Runnable before(Call call);
}

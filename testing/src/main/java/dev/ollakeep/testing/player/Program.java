package dev.ollakeep.testing.player;

import java.util.concurrent.CompletableFuture;

/** What runs in a container between two restarts. */
interface Program {

  /** Completes with the exit code when it has ended and nothing of it is left. */
  CompletableFuture<Integer> exit();

  /** SIGTERM to its first process. */
  void terminate();

  /** SIGKILL to its first process; the rest goes with it. */
  void kill();
}

package dev.ollakeep.operator.plan;

import dev.ollakeep.operator.status.LooksUp;

/** Depends on a room below, as it may; with {@link LooksUp} it is a cycle, which its test wants to see red. */
public final class LooksDown {

  private LooksDown() {}

  public static String text() {
    return LooksUp.text();
  }
}

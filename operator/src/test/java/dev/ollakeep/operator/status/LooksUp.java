package dev.ollakeep.operator.status;

import dev.ollakeep.operator.Main;
import dev.ollakeep.operator.plan.LooksDown;

/** Depends on a room above and on the program, which the layering forbids, so that its test can see red. */
public final class LooksUp {

  private LooksUp() {}

  public static String text() {
    return Main.class + LooksDown.text();
  }
}

package dev.ollakeep.operator.plan;

import java.security.SecureRandom;
import java.time.Instant;

/** What the layering forbids, so that its test can see red. */
public final class ChoosesByClockAndChance {

  private ChoosesByClockAndChance() {}

  public static boolean wanted() {
    return System.getenv("HOME") != null && Instant.now().toEpochMilli() > new SecureRandom().nextInt();
  }
}

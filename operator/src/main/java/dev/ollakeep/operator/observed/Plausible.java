package dev.ollakeep.operator.observed;

import java.time.Duration;
import java.time.Instant;

/**
 * What an operator can have written, whatever its clock: notes and revisions that are not are somebody else's, and nothing rests on them.
 */
public final class Plausible {

  /** So far have clocks been put back that ran ahead when something was written; sums with any duration stay what a clock can show. */
  private static final Duration AHEAD = Duration.ofDays(3_650);

  private Plausible() {}

  /** Something can have happened then. */
  public static boolean time(Instant at, Instant now) {
    return !at.isBefore(Instant.EPOCH) && !at.isAfter(now.plus(AHEAD));
  }

  /** A revision is the Unix time of its making, or a little later. */
  public static boolean revision(long revision, Instant now) {
    return revision <= now.plus(AHEAD).getEpochSecond();
  }
}

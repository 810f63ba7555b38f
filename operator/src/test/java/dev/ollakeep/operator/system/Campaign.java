package dev.ollakeep.operator.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a program goes on and what it draws: bounded in the ordinary run, long by property.
 *
 * <p>{@code soak.seed} repeats what was drawn; {@code soak.rotations}, {@code soak.requests}, {@code soak.kills},
 * {@code soak.proxies}, {@code soak.swaps}, {@code soak.swap.requests} and {@code soak.floods} say when it is enough.
 * Numbers go to {@code target/soak}, each with its seed.
 */
public final class Campaign {

  private static final Path REPORTS = Path.of("target", "soak");
  /** In the ordinary run other tests want the machine, too. */
  private static final Duration GENTLE = Duration.ofMillis(20);

  private final String name;
  private final long seed;

  public Campaign(String name) {
    this(name, ThreadLocalRandom.current().nextInt(1_000_000));
  }

  /** One that draws the same every time, unless it is told otherwise. */
  public Campaign(String name, long usual) {
    this.name = name;
    this.seed = Long.getLong("soak.seed", usual);
    report("seed " + seed + ", to repeat: -Dsoak.seed=" + seed);
  }

  /** A source of chance of its own for everybody who draws: threads do not disturb each other's sequence. */
  public Random random(String who) {
    return new Random(seed * 31 + who.hashCode());
  }

  int rotations() {
    return Integer.getInteger("soak.rotations", 50);
  }

  int requests() {
    return Integer.getInteger("soak.requests", 2_000);
  }

  int kills() {
    return Integer.getInteger("soak.kills", 5);
  }

  int rotationsUnderKills() {
    return Integer.getInteger("soak.proxies", 2);
  }

  /** How often the auth volume is swapped. */
  public int swaps() {
    return Integer.getInteger("soak.swaps", 600);
  }

  public int requestsUnderSwaps() {
    return Integer.getInteger("soak.swap.requests", 30_000);
  }

  /** Of each flood. */
  public int floodSeconds() {
    return Integer.getInteger("soak.floods", 5);
  }

  /** What a client waits between two requests. */
  Duration pause() {
    return Integer.getInteger("soak.requests") == null ? GENTLE : Duration.ZERO;
  }

  public void report(String line) {
    System.out.println(name + ": " + line);
    try {
      Files.createDirectories(REPORTS);
      Files.writeString(REPORTS.resolve(name + ".txt"), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new IllegalStateException("the report of " + name + " cannot be written", e);
    }
  }

  /** For whoever has to find out why it failed. */
  void keep(String file, String text) throws IOException {
    Files.writeString(REPORTS.resolve(name + "-" + file), text);
  }
}

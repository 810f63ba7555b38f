package dev.ollakeep.testing.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells what happens: one line per fact, and on a terminal a line that counts the seconds of a wait.
 *
 * <p>Without a terminal a long wait says so once, in plain text. It is never given a secret to print.
 */
final class Narrator {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final long QUIET_SECONDS = 5;
  private static final String CLEAR_LINE = "\r\033[K";

  private final PrintStream out;
  private final boolean terminal;
  private final Instant start = Instant.now();

  Narrator(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  static Narrator ofThisProcess() {
    return new Narrator(System.out, System.console() != null && !"dumb".equals(System.getenv("TERM")));
  }

  void chapter(String title) {
    out.printf("%n%s%n", terminal ? "\033[1m" + title + "\033[0m" : "== " + title);
  }

  void say(String fact) {
    out.printf(Locale.ROOT, "  [%5.1fs] %s%n", sinceStart(), fact);
  }

  /** Lines that belong to the fact before. */
  void detail(String text) {
    text.lines().forEach(line -> out.println("           " + line));
  }

  /** A piece of a line that grows. */
  void piece(String text) {
    out.print(text);
    out.flush();
  }

  double sinceStart() {
    return Duration.between(start, Instant.now()).toMillis() / 1000.0;
  }

  /**
   * Waits for a value.
   *
   * @param what  is waited for, in a few words
   * @param most  how long at most
   * @param value looked at every 100 ms
   * @throws DemoFailure when the time is over
   */
  <T> T await(String what, Duration most, Supplier<Optional<T>> value) {
    Instant begin = Instant.now();
    long told = 0;
    for (Instant now = begin; now.isBefore(begin.plus(most)); now = Instant.now()) {
      Optional<T> found = value.get();
      if (found.isPresent()) {
        piece(terminal ? CLEAR_LINE : "");
        return found.get();
      }
      long seconds = Duration.between(begin, now).toSeconds();
      if (seconds > told) {
        told = seconds;
        progress(what, seconds, most);
      }
      sleep();
    }
    piece(terminal ? CLEAR_LINE : "");
    throw new DemoFailure(what + " did not happen within " + most.toSeconds() + " s");
  }

  private void progress(String what, long seconds, Duration most) {
    if (terminal) {
      piece(CLEAR_LINE + "  ... waiting for " + what + ", " + seconds + " s");
    } else if (seconds == QUIET_SECONDS) {
      say("still waiting for " + what + ", up to " + most.toSeconds() + " s");
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoFailure("interrupted");
    }
  }
}

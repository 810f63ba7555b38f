package dev.ollakeep.operator.system;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * Every worker of a server is rotated again and again, each at a pace of its own, until it is enough.
 *
 * <p>A rotation counts when the new secret is mounted and the old one refused by every pod.
 */
final class Storm {

  private static final String LETTERS = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  private static final int PASSWORD_LENGTH = 24;
  private static final int LONGEST_REST_MILLIS = 1500;
  /** The clock says little about an operator that is dead most of the time: each of its lives must bring a rotation on. */
  private static final int ENOUGH_LIVES = 60;
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final BusyServer server;
  private final IntSupplier lives;
  private final Campaign campaign;
  private final AtomicInteger rotations = new AtomicInteger();
  private final List<Future<Void>> rotators = new ArrayList<>();

  Storm(BusyServer server, IntSupplier lives, Campaign campaign) {
    this.server = server;
    this.lives = lives;
    this.campaign = campaign;
  }

  /** Begins; every rotator looks after each rotation whether it is enough. */
  void rageUntil(BooleanSupplier enough) {
    var threads = Executors.newFixedThreadPool(BusyServer.WORKERS.size());
    BusyServer.WORKERS.forEach(user -> rotators.add(threads.submit(rotator(user, enough))));
    threads.shutdown();
  }

  int rotations() {
    return rotations.get();
  }

  /** Returns when every rotation that was begun has ended; the first failure is thrown. */
  void join() throws InterruptedException, ExecutionException {
    for (var rotator : rotators) {
      rotator.get();
    }
  }

  private Callable<Void> rotator(String user, BooleanSupplier enough) {
    var random = campaign.random(user);
    return () -> {
      while (!enough.getAsBoolean()) {
        Thread.sleep(random.nextInt(LONGEST_REST_MILLIS));
        rotate(user, password(random));
      }
      return null;
    };
  }

  private void rotate(String user, String text) {
    var old = server.login(user);
    server.rotate(user, text);
    until(user + " has a new secret", () -> !server.login(user).equals(old));
    for (var pod : server.pods()) {
      until(user + "'s old secret is refused by " + pod.name(), () -> Site.ask(pod, "/api/version", old) == 401);
    }
    rotations.incrementAndGet();
  }

  private void until(String what, Callable<Boolean> holds) {
    var first = lives.getAsInt();
    await(what).atMost(LONGEST).pollInterval(Duration.ofMillis(100)).ignoreExceptions()
        .failFast(what + ": not in " + ENOUGH_LIVES + " lives of the operator", () -> lives.getAsInt() - first > ENOUGH_LIVES)
        .until(holds);
  }

  /** Serves as a request as well. */
  static String password(Random random) {
    var text = new StringBuilder();
    random.ints(PASSWORD_LENGTH, 0, LETTERS.length()).forEach(at -> text.append(LETTERS.charAt(at)));
    return text.toString();
  }
}

package dev.ollakeep.operator.system;

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A client that sends a request again when nobody has answered it, and that is never told that its credential is wrong.
 *
 * <p>Every request has a connection of its own, and the credential that its client holds at that moment.
 */
final class PatientClient implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(40);
  /** On a machine that has no time for it a request may come after its credential has ended. */
  private static final Duration HELD_TOO_LONG = Duration.ofSeconds(3);

  private final String name;
  private final InetSocketAddress door;
  private final Supplier<String> login;
  private final List<String> refusals = new CopyOnWriteArrayList<>();
  private final AtomicInteger served = new AtomicInteger();
  private final AtomicInteger unanswered = new AtomicInteger();
  private final Thread thread;
  private volatile boolean closing;

  PatientClient(String name, InetSocketAddress door, Supplier<String> login) {
    this.name = name;
    this.door = door;
    this.login = login;
    this.thread = new Thread(this::work, name);
    thread.start();
  }

  private void work() {
    try {
      while (!closing) {
        ask();
        Thread.sleep(PAUSE.toMillis());
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private void ask() {
    var begun = System.nanoTime();
    try {
      var status = ClientCall.get("/api/version", login.get()).on(door);
      var late = Duration.ofNanos(System.nanoTime() - begun).compareTo(HELD_TOO_LONG) > 0;
      if (status == 200) {
        served.incrementAndGet();
      } else if (status == 401 || status == 403) {
        refusals.addAll(late ? List.of() : List.of(name + " got " + status + " for request " + (served.get() + unanswered.get())));
      } else {
        unanswered.incrementAndGet();
      }
    } catch (UncheckedIOException nobodyListens) {
      unanswered.incrementAndGet();
    }
  }

  int served() {
    return served.get();
  }

  /** Nobody was there, or the one who was there ended before the answer. */
  int unanswered() {
    return unanswered.get();
  }

  List<String> refusals() {
    return refusals;
  }

  @Override
  public void close() throws InterruptedException {
    closing = true;
    thread.join();
  }
}

package dev.ollakeep.operator.realcluster;

import dev.ollakeep.operator.proxy.attack.RawHttp;
import dev.ollakeep.operator.system.ClientCall;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * Watches through the public port of one pod what becomes of an old secret: accepted, accepted as the previous one, refused.
 *
 * <p>Times are those of {@link System#nanoTime}.
 */
final class PodEye {

  private static final int PAUSE_MILLIS = 20;
  private static final int UNAUTHORIZED = 401;

  private final Pod pod;
  private final String login;
  private volatile long marked;
  private volatile long refused;
  private volatile boolean closed;

  PodEye(Pod pod, String login) {
    this.pod = pod;
    this.login = login;
    new Thread(this::watch, "eye").start();
  }

  Pod pod() {
    return pod;
  }

  /** When the pod first knew that a newer secret exists. */
  OptionalLong marked() {
    return marked == 0 ? OptionalLong.empty() : OptionalLong.of(marked);
  }

  OptionalLong refused() {
    return refused == 0 ? OptionalLong.empty() : OptionalLong.of(refused);
  }

  /** The pod has gone, or nobody cares any more. */
  void close() {
    closed = true;
  }

  private void watch() {
    while (!closed && refused == 0) {
      try (var connection = new RawHttp(KubeletSite.door(pod))) {
        look(connection);
      } catch (IOException endOfPod) {
        // Whether the pod was there to answer is judged by who waits for it.
        pause();
      }
    }
  }

  private void look(RawHttp connection) throws IOException {
    boolean open = true;
    while (open && !closed && refused == 0) {
      connection.send(ClientCall.get("/api/version", login).text());
      var head = connection.answer(false).head();
      var now = System.nanoTime();
      if (marked == 0 && head.value("X-Ollakeep-Credential").isPresent()) {
        marked = now;
      }
      if (head.startLine().contains(" " + UNAUTHORIZED + " ")) {
        refused = now;
      }
      open = !head.value("Connection").orElse("").equalsIgnoreCase("close");
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

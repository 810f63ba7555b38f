package dev.ollakeep.operator.reconcile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A wire between the operator and the API server that a test can cut. */
final class Relay implements AutoCloseable {

  private final ServerSocket listener;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean dead;

  private Relay(ServerSocket listener, int target) {
    this.listener = listener;
    this.target = target;
  }

  /** Leads to a port of this machine. */
  static Relay to(int target) {
    try {
      var relay = new Relay(new ServerSocket(0, 64, InetAddress.getByName("127.0.0.1")), target);
      start(relay::accept);
      return relay;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Resets every connection; new ones work. */
  void cut() {
    open.forEach(Relay::reset);
    open.clear();
  }

  /** Nothing gets through until {@link #mend()}. */
  void kill() {
    dead = true;
    cut();
  }

  void mend() {
    dead = false;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        var here = listener.accept();
        if (dead) {
          reset(here);
          continue;
        }
        var there = new Socket("127.0.0.1", target);
        open.add(here);
        open.add(there);
        start(() -> pump(here, there));
        start(() -> pump(there, here));
      } catch (IOException closed) {
        continue;
      }
    }
  }

  private void pump(Socket from, Socket to) {
    try (from; to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException cut) {
      open.remove(from);
    }
  }

  /** Without lingering: the other side sees a reset, as from a machine that died. */
  private static void reset(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException alreadyClosed) {
      return;
    }
  }

  private static void start(Runnable task) {
    var thread = new Thread(task, "relay");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    kill();
    listener.close();
  }
}

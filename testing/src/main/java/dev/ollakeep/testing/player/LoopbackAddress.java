package dev.ollakeep.testing.player;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Two addresses in 127.0.0.0/8 that nobody else uses while they are held, in this process or another: a Pod's own and its inside.
 *
 * <p>The lease is a listening socket on kubelet's port of that address: the kernel arbitrates, and frees it however we end.
 */
final class LoopbackAddress implements AutoCloseable {

  private static final int LEASE_PORT = 10250;
  private static final List<Integer> POD_PORTS = List.of(8080, 8081, 8443, Relocation.OLLAMA_PORT);
  private static final int ATTEMPTS = 200;
  private static final int FIRST = 64;
  private static final int NETWORKS = 32;

  private final String ip;
  private final String inner;
  private final ServerSocket lease;

  private LoopbackAddress(String ip, String inner, ServerSocket lease) {
    this.ip = ip;
    this.inner = inner;
    this.lease = lease;
  }

  static LoopbackAddress take() throws IOException {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int network = random.nextInt(FIRST, FIRST + NETWORKS);
      String host = "." + random.nextInt(256) + "." + random.nextInt(1, 255);
      String ip = "127." + network + host;
      String inner = "127." + (network + NETWORKS) + host;
      ServerSocket lease = new ServerSocket();
      try {
        lease.bind(new InetSocketAddress(ip, LEASE_PORT));
        for (int port : POD_PORTS) {
          requireFree(ip, port);
        }
        requireFree(inner, Relocation.OLLAMA_PORT);
        return new LoopbackAddress(ip, inner, lease);
      } catch (IOException taken) {
        lease.close();
      }
    }
    throw new IOException("no free loopback address after " + ATTEMPTS + " attempts; is a server bound to 0.0.0.0 on one of " + POD_PORTS
      + " or on " + LEASE_PORT + "?");
  }

  private static void requireFree(String ip, int port) throws IOException {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(ip, port));
    }
  }

  /** The Pod's address. */
  String ip() {
    return ip;
  }

  /** What stands for 127.0.0.1 inside the Pod. */
  String inner() {
    return inner;
  }

  @Override
  public void close() throws IOException {
    lease.close();
  }
}

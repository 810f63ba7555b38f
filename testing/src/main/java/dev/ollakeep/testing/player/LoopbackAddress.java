package dev.ollakeep.testing.player;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * An address in 127.0.0.0/8 that nobody else uses while it is held, in this process or another.
 *
 * <p>The lease is a listening socket on kubelet's port of that address: the kernel arbitrates, and frees it however we end.
 */
final class LoopbackAddress implements AutoCloseable {

  private static final int LEASE_PORT = 10250;
  private static final List<Integer> POD_PORTS = List.of(8080, 8081, 8443, Relocation.OLLAMA_PORT);
  private static final int ATTEMPTS = 200;

  private final String ip;
  private final ServerSocket lease;

  private LoopbackAddress(String ip, ServerSocket lease) {
    this.ip = ip;
    this.lease = lease;
  }

  static LoopbackAddress take() throws IOException {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      String ip = "127." + random.nextInt(64, 128) + "." + random.nextInt(256) + "." + random.nextInt(1, 255);
      ServerSocket lease = new ServerSocket();
      try {
        lease.bind(new InetSocketAddress(ip, LEASE_PORT));
        for (int port : POD_PORTS) {
          try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(ip, port));
          }
        }
        return new LoopbackAddress(ip, lease);
      } catch (IOException taken) {
        lease.close();
      }
    }
    throw new IOException("no free loopback address after " + ATTEMPTS + " attempts; is a server bound to 0.0.0.0 on one of " + POD_PORTS
      + " or on " + LEASE_PORT + "?");
  }

  String ip() {
    return ip;
  }

  @Override
  public void close() throws IOException {
    lease.close();
  }
}

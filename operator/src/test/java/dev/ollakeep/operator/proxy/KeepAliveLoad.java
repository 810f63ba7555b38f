package dev.ollakeep.operator.proxy;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that keep their connections and never retry: whatever does not answer 200 in full is a failure.
 *
 * <p>A connection is given up only when an answer said {@code Connection: close}.
 */
final class KeepAliveLoad implements AutoCloseable {

  private static final int CLIENTS = 4;

  private final InetSocketAddress address;
  private final byte[] request;
  private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
  private final AtomicLong answered = new AtomicLong();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private volatile boolean stopped;

  KeepAliveLoad(InetSocketAddress address, String authorization) {
    this.address = address;
    this.request = ("GET /api/version HTTP/1.1\r\nHost: x\r\nAuthorization: " + authorization + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  KeepAliveLoad start() {
    for (int i = 0; i < CLIENTS; i++) {
      clients.execute(this::run);
    }
    return this;
  }

  long answered() {
    return answered.get();
  }

  Queue<String> failures() {
    return failures;
  }

  @Override
  public void close() throws InterruptedException {
    stopped = true;
    clients.shutdown();
    clients.awaitTermination(20, TimeUnit.SECONDS);
  }

  private void run() {
    while (!stopped) {
      try (var socket = new Socket()) {
        socket.connect(address, 5000);
        socket.setSoTimeout(10_000);
        var stream = new BufferedInputStream(socket.getInputStream());
        boolean open = true;
        while (open && !stopped) {
          socket.getOutputStream().write(request);
          open = answer(stream);
        }
      } catch (IOException e) {
        failures.add(e.toString());
      }
    }
  }

  /** Whether the connection may be used again. */
  private boolean answer(BufferedInputStream stream) throws IOException {
    var status = line(stream);
    int length = 0;
    boolean open = true;
    for (var header = line(stream); !header.isEmpty(); header = line(stream)) {
      var lower = header.toLowerCase(Locale.ROOT);
      length = lower.startsWith("content-length:") ? Integer.parseInt(lower.substring(15).strip()) : length;
      open &= !lower.equals("connection: close");
    }
    if (stream.readNBytes(length).length < length || !status.equals("HTTP/1.1 200 OK")) {
      failures.add(status);
    }
    answered.incrementAndGet();
    return open;
  }

  private static String line(BufferedInputStream stream) throws IOException {
    var line = new StringBuilder();
    for (int next = stream.read(); next != '\n'; next = stream.read()) {
      if (next < 0) {
        throw new EOFException("the connection ended after " + line);
      }
      line.append((char) next);
    }
    return line.toString().strip();
  }
}

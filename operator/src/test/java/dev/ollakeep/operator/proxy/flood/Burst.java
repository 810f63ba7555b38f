package dev.ollakeep.operator.proxy.flood;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Requests on connections of their own that all become complete at the same moment. */
final class Burst {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int STATUS_AT = "HTTP/1.1 ".length();
  private static final int STATUS_END = STATUS_AT + 3;

  private Burst() {}

  /** How often each status was answered; {@code none} where the connection ended without. */
  static Map<String, Integer> of(InetSocketAddress address, String authorization, int requests) throws IOException {
    var begun = ("GET /api/version HTTP/1.1\r\nHost: x\r\nAuthorization: " + authorization + "\r\n\r").getBytes(StandardCharsets.US_ASCII);
    List<SocketChannel> connections = new ArrayList<>();
    try (var selector = Selector.open()) {
      for (int i = 0; i < requests; i++) {
        var connection = SocketChannel.open(address);
        connections.add(connection);
        connection.write(ByteBuffer.wrap(begun));
        connection.configureBlocking(false);
        connection.register(selector, SelectionKey.OP_READ, ByteBuffer.allocate(1024));
      }
      for (var connection : connections) {
        connection.write(ByteBuffer.wrap(new byte[] {'\n'}));
      }
      return answers(selector, requests);
    } finally {
      for (var connection : connections) {
        connection.close();
      }
    }
  }

  private static Map<String, Integer> answers(Selector selector, int requests) throws IOException {
    var statuses = new TreeMap<String, Integer>();
    long end = System.nanoTime() + PATIENCE.toNanos();
    int answered = 0;
    while (answered < requests && System.nanoTime() < end) {
      selector.select(PATIENCE.toMillis());
      for (var key : selector.selectedKeys()) {
        var status = status((SocketChannel) key.channel(), (ByteBuffer) key.attachment());
        if (!status.isEmpty()) {
          statuses.merge(status, 1, Integer::sum);
          answered++;
          key.cancel();
        }
      }
      selector.selectedKeys().clear();
    }
    return statuses;
  }

  private static String status(SocketChannel connection, ByteBuffer seen) {
    try {
      if (connection.read(seen) < 0) {
        return "none";
      }
    } catch (IOException reset) {
      return "none";
    }
    return seen.position() < STATUS_END ? "" : new String(seen.array(), STATUS_AT, STATUS_END - STATUS_AT, StandardCharsets.US_ASCII);
  }
}

package dev.ollakeep.operator.proxy.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.RequiresNginx;
import dev.ollakeep.testing.RunsAlone;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Thousands of connections that never finish a request must not make the proxy look dead. */
@RequiresNginx
@RunsAlone
class FloodTest {

  private static final int CONNECTIONS = 2_100;
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  @RegisterExtension
  static final AttackRig RIG = new AttackRig(MatrixSettings.usual());
  private final List<SocketChannel> halfOpen = new ArrayList<>();

  @AfterEach
  void hangUp() throws IOException {
    for (SocketChannel connection : halfOpen) {
      connection.close();
    }
  }

  @Test
  void livezAndRealRequestsAreAnsweredBehindHalfSentRequests() throws IOException {
    flood(RIG.open(), "GET /api/tags HTTP/1.1\r\nHost: ollama.test\r\nX-Slow: ");
    assertAnsweredInTime(RIG.internal(), "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n");
    assertAnsweredInTime(RIG.open(), AttackRig.request("GET /api/tags", RIG.cast().next("viewer")));
    assertStillOpen();
  }

  @Test
  void livezAndRealRequestsAreAnsweredBehindHalfSentBodies() throws IOException {
    flood(RIG.open(), "POST /api/chat HTTP/1.1\r\nHost: ollama.test\r\nContent-Length: 1000\r\n\r\n{");
    assertAnsweredInTime(RIG.internal(), "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n");
    assertAnsweredInTime(RIG.open(), AttackRig.request("GET /api/tags", RIG.cast().next("viewer")));
  }

  private void flood(InetSocketAddress address, String half) throws IOException {
    for (int i = 0; i < CONNECTIONS; i++) {
      SocketChannel connection = SocketChannel.open(address);
      halfOpen.add(connection);
      connection.write(ByteBuffer.wrap(half.getBytes(StandardCharsets.ISO_8859_1)));
      connection.configureBlocking(false);
    }
  }

  /** Otherwise the proxy would have survived by hanging up, and the test would show nothing. */
  private void assertStillOpen() throws IOException {
    int open = 0;
    for (SocketChannel connection : halfOpen) {
      open += connection.read(ByteBuffer.allocate(1)) == 0 ? 1 : 0;
    }
    assertThat(open).isEqualTo(CONNECTIONS);
  }

  private static void assertAnsweredInTime(InetSocketAddress address, String request) throws IOException {
    Instant start = Instant.now();
    assertThat(RawHttp.ask(address, request).status()).isEqualTo(200);
    assertThat(Duration.between(start, Instant.now())).isLessThan(PATIENCE);
  }
}

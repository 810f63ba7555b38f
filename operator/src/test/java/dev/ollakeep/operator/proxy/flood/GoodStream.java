package dev.ollakeep.operator.proxy.flood;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.proxy.nginx.ProxySandbox;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A stream of somebody who was let in, read slowly or not at all until its end is asked for. */
final class GoodStream implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 30_000;
  private final Socket client = new Socket();
  private final StringBuilder seen = new StringBuilder();

  /** So many lines, one after each pause; {@code deaf} leaves them to the kernel, whose buffer is small. */
  GoodStream(InetSocketAddress address, int lines, int pauseMillis, boolean deaf) throws IOException {
    if (deaf) {
      client.setReceiveBufferSize(Script.SMALLEST_BUFFER);
    }
    client.setSoTimeout(PATIENCE_MILLIS);
    client.connect(address);
    var body = """
        {"model":"tiny","prompt":"count ~","options":{"num_predict":%d,"fake_delay_ms":%d}}""".formatted(lines, pauseMillis);
    var request = "POST /api/generate HTTP/1.1\r\nHost: x\r\nAuthorization: " + ProxySandbox.ALICE
        + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
  }

  /** Waits until it has begun. */
  GoodStream begun() throws IOException {
    readUntil("\"done\":false");
    return this;
  }

  /** Fails unless all of it arrives. */
  void ends() throws IOException {
    readUntil("\"done\":true");
  }

  private void readUntil(String text) throws IOException {
    while (seen.indexOf(text) < 0) {
      int next = client.getInputStream().read();
      assertThat(next).as("end of the stream after %d bytes", seen.length()).isNotNegative();
      seen.append((char) next);
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}

package dev.ollakeep.operator.proxy.attack;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The receiving half of HTTP/1 over a raw stream, the same for client and upstream.
 *
 * <p>It is strict on purpose: a message that is framed ambiguously is an error here, since guessing is what smuggling lives on.
 */
final class Wire {
  private static final int MAX_LINE = 64 * 1024;
  private final InputStream in;

  Wire(InputStream in) {
    this.in = in;
  }

  /** Empty when the peer closed before the first byte of another message. */
  Optional<Head> head() throws IOException {
    StringBuilder text = new StringBuilder();
    while (true) {
      Optional<String> line = line();
      if (line.isEmpty()) {
        if (text.isEmpty()) {
          return Optional.empty();
        }
        throw new EOFException("closed inside a head: " + text);
      }
      text.append(line.get()).append("\r\n");
      if (line.get().isEmpty()) {
        return Optional.of(new Head(text.toString()));
      }
    }
  }

  byte[] requestBody(Head head) throws IOException {
    if (head.has("Transfer-Encoding")) {
      return chunked();
    }
    return head.has("Content-Length") ? exactly(Integer.parseInt(head.value("Content-Length").orElseThrow())) : new byte[0];
  }

  byte[] answerBody(Head head) throws IOException {
    return head.has("Transfer-Encoding") || head.has("Content-Length") ? requestBody(head) : in.readAllBytes();
  }

  /** The payload of the next chunk; empty at the end of the body, whose trailers are consumed. */
  byte[] chunk() throws IOException {
    int size = Integer.parseInt(requiredLine(), 16);
    byte[] data = exactly(size);
    if (size > 0) {
      requiredLine();
      return data;
    }
    while (!requiredLine().isEmpty()) {
      continue;
    }
    return data;
  }

  private byte[] chunked() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] chunk = chunk(); chunk.length > 0; chunk = chunk()) {
      body.write(chunk);
    }
    return body.toByteArray();
  }

  private byte[] exactly(int size) throws IOException {
    byte[] data = in.readNBytes(size);
    if (data.length < size) {
      throw new EOFException("closed after " + data.length + " of " + size + " bytes");
    }
    return data;
  }

  private String requiredLine() throws IOException {
    return line().orElseThrow(() -> new EOFException("closed inside a body"));
  }

  private Optional<String> line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b == '\n') {
        String text = line.toString(StandardCharsets.ISO_8859_1);
        if (!text.endsWith("\r")) {
          throw new IOException("a line ends without CR: " + text);
        }
        return Optional.of(text.substring(0, text.length() - 1));
      }
      line.write(b);
      if (line.size() > MAX_LINE) {
        throw new IOException("endless line");
      }
    }
    if (line.size() > 0) {
      throw new EOFException("closed inside a line: " + line.toString(StandardCharsets.ISO_8859_1));
    }
    return Optional.empty();
  }
}

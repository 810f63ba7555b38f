package dev.ollakeep.operator.proxy.attack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The answering side of one request inside the recording upstream; bytes leave at once. */
final class Exchange {
  private final Head request;
  private final InputStream in;
  private final OutputStream out;

  Exchange(Head request, InputStream in, OutputStream out) {
    this.request = request;
    this.in = in;
    this.out = out;
  }

  Head request() {
    return request;
  }

  void json(int status, String body) throws IOException {
    String head = "HTTP/1.1 " + status + " Any\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: " + body.length();
    write(head + "\r\n\r\n" + (request.startLine().startsWith("HEAD ") ? "" : body));
  }

  void beginStream() throws IOException {
    write("HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n");
  }

  void chunk(String text) throws IOException {
    write(Integer.toHexString(text.length()) + "\r\n" + text + "\r\n");
  }

  void endStream() throws IOException {
    write("0\r\n\r\n");
  }

  void write(String bytes) throws IOException {
    out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /** The next bytes after the request, as a tunnel carries them. */
  String read(int length) throws IOException {
    return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
  }

  /** Blocks until the proxy has closed or reset this connection. */
  void awaitPeerGone() {
    try {
      while (in.read() >= 0) {
        continue;
      }
    } catch (IOException reset) {
      return;
    }
  }
}

package dev.ollakeep.testing.ollama;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One HTTP/1.1 connection on a raw socket: it neither normalises what it reads nor hides what the peer does.
 *
 * <p>An HTTP library would decode the path, fold headers and swallow the moment in which a client goes away; those three are what
 * tests of a proxy look at.
 */
final class HttpConnection implements AutoCloseable {

  private static final int LONGEST_LINE = 1 << 20;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  HttpConnection(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = new BufferedOutputStream(socket.getOutputStream());
  }

  /** The head of the next request, or nothing when the peer closed between two requests. */
  Optional<Head> readHead() throws IOException {
    String start = readLine();
    if (start == null) {
      return Optional.empty();
    }
    String[] parts = start.split(" ");
    if (parts.length != 3 || !parts[2].startsWith("HTTP/1.")) {
      throw new MalformedRequest("request line");
    }
    List<String> headers = new ArrayList<>();
    for (String line = readLine(); line == null || !line.isEmpty(); line = readLine()) {
      if (line == null) {
        throw new EOFException("in the request head");
      }
      if (line.indexOf(':') < 1) {
        throw new MalformedRequest("header line");
      }
      headers.add(line);
    }
    return Optional.of(new Head(parts[2], new RecordedRequest(parts[0], parts[1], headers, 0)));
  }

  /** The body that follows this head; it must be read to its end before the next request. */
  InputStream body(Head head) throws IOException {
    if (head.request().header("Expect").filter("100-continue"::equalsIgnoreCase).isPresent()) {
      write("HTTP/1.1 100 Continue\r\n\r\n");
      flush();
    }
    if (head.request().header("Transfer-Encoding").filter("chunked"::equalsIgnoreCase).isPresent()) {
      return new RequestBody.Chunked(this);
    }
    try {
      return new RequestBody.Sized(in, head.request().header("Content-Length").map(Long::parseLong).orElse(0L));
    } catch (NumberFormatException e) {
      throw new MalformedRequest("Content-Length");
    }
  }

  InputStream in() {
    return in;
  }

  /** A line without its end, or null at the end of the stream. */
  String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        return null;
      }
      if (line.size() > LONGEST_LINE) {
        throw new MalformedRequest("line too long");
      }
      line.write(c);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  void flush() throws IOException {
    out.flush();
  }

  /**
   * Waits, and looks meanwhile whether the peer is still there.
   *
   * @return false as soon as the peer has closed its side: nobody reads an answer any more
   */
  boolean peerStaysFor(long millis) throws IOException {
    if (millis <= 0) {
      return true;
    }
    socket.setSoTimeout(Math.toIntExact(millis));
    in.mark(1);
    try {
      if (in.read() < 0) {
        return false;
      }
      in.reset();
      Thread.sleep(millis);
    } catch (SocketTimeoutException expected) {
      in.reset();
    } catch (InterruptedException e) {
      return false;
    } finally {
      socket.setSoTimeout(0);
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** A request whose framing cannot be trusted; the only answer is 400 and the end of the connection. */
  static final class MalformedRequest extends IOException {
    MalformedRequest(String what) {
      super("malformed " + what);
    }
  }

  /** Request line and headers. */
  record Head(String version, RecordedRequest request) {
    boolean keepsAlive() {
      String connection = request.header("Connection").orElse("");
      return version.equals("HTTP/1.1") ? !connection.equalsIgnoreCase("close") : connection.equalsIgnoreCase("keep-alive");
    }
  }
}

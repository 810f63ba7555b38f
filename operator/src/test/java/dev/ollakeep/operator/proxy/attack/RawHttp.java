package dev.ollakeep.operator.proxy.attack;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A client that sends bytes as given, well-formed or not; every read ends, after {@link #PATIENCE_MILLIS} unless told otherwise. */
public final class RawHttp implements Closeable {
  static final int PATIENCE_MILLIS = 10_000;
  private final Socket socket;
  private final BufferedInputStream in;
  private final Wire wire;

  public RawHttp(InetSocketAddress address) throws IOException {
    this(address, PATIENCE_MILLIS);
  }

  /** One that waits so long, for the connection and for every read. */
  public RawHttp(InetSocketAddress address, int patienceMillis) throws IOException {
    this(address, new Socket(), patienceMillis);
  }

  private RawHttp(InetSocketAddress address, Socket socket, int patienceMillis) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(patienceMillis);
    socket.connect(address, patienceMillis);
    in = new BufferedInputStream(socket.getInputStream());
    wire = new Wire(in);
  }

  /** One whose side of the connection holds but little, so that who reads slowly slows the sender down; it waits long for more. */
  public static RawHttp slow(InetSocketAddress address, int bufferedBytes, int patienceMillis) throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(bufferedBytes);
    return new RawHttp(address, socket, patienceMillis);
  }

  /** The answer to one request on a connection of its own. */
  public static Answer ask(InetSocketAddress address, String request) throws IOException {
    try (RawHttp client = new RawHttp(address)) {
      client.send(request);
      return client.answer(request.startsWith("HEAD "));
    }
  }

  /** Sends one byte per char. A peer that already refused and closed is not an error: its answer can still be read. */
  public void send(String bytes) throws IOException {
    send(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  public void send(byte[] bytes) throws IOException {
    try {
      socket.getOutputStream().write(bytes);
    } catch (SocketException closedByPeer) {
      if (socket.isClosed()) {
        throw closedByPeer;
      }
    }
  }

  /** Waits for the next final answer. */
  public Answer answer(boolean toHead) throws IOException {
    Head head = head();
    boolean bodiless = toHead || head.startLine().startsWith("HTTP/1.1 204") || head.startLine().startsWith("HTTP/1.1 304");
    return new Answer(head, bodiless ? new byte[0] : wire.answerBody(head));
  }

  /** Waits for the next final head; its body is left on the wire for {@link #chunk}. */
  public Head head() throws IOException {
    while (true) {
      Head head = wire.head().orElseThrow(() -> new EOFException("closed without an answer"));
      if (!head.startLine().matches("HTTP/1\\.1 1\\d\\d.*") || head.startLine().startsWith("HTTP/1.1 101")) {
        return head;
      }
    }
  }

  public String chunk() throws IOException {
    return new String(wire.chunk(), StandardCharsets.UTF_8);
  }

  /** The next bytes after the head, as a tunnel carries them. */
  String read(int length) throws IOException {
    return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
  }

  /** Says that no more requests come, then returns everything the peer still sends until it closes. */
  String rest() throws IOException {
    try {
      socket.shutdownOutput();
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (SocketException reset) {
      return "";
    }
  }

  /** Ends the connection with a reset, like a client that was killed. */
  void vanish() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

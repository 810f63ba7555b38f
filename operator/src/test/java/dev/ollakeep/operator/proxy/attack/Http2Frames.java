package dev.ollakeep.operator.proxy.attack;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes HTTP/2 frames (RFC 9113), well-formed or not.
 *
 * <p>Headers are plain literals (RFC 7541, 6.2.2), so that any bytes can be sent as one, or entries of the dynamic table.
 */
public final class Http2Frames {
  static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;
  static final int ACK = 1;
  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private static final int INITIAL_WINDOW_SIZE = 4;
  /** RFC 7541, 6.1: the newest entry of the dynamic table. */
  private static final int NEWEST_ENTRY = 0x80 | 62;

  public Http2Frames() {
    out.writeBytes(PREFACE.getBytes(StandardCharsets.ISO_8859_1));
    frame(SETTINGS, 0, 0, new byte[0]);
  }

  /** A connection on which answers of a stream must wait for {@link #windowUpdate} after so many bytes. */
  public static Http2Frames withWindow(int bytes) {
    Http2Frames frames = new Http2Frames();
    frames.out.reset();
    frames.out.writeBytes(PREFACE.getBytes(StandardCharsets.ISO_8859_1));
    return frames.settings(bytes);
  }

  /** Frames that follow others on an open connection: without the preface. */
  public static Http2Frames more() {
    Http2Frames frames = new Http2Frames();
    frames.out.reset();
    return frames;
  }

  public Http2Frames settings(int window) {
    frame(SETTINGS, 0, 0, ByteBuffer.allocate(6).putShort((short) INITIAL_WINDOW_SIZE).putInt(window).array());
    return this;
  }

  public Http2Frames windowUpdate(int stream, int bytes) {
    frame(WINDOW_UPDATE, 0, stream, ByteBuffer.allocate(4).putInt(bytes).array());
    return this;
  }

  public Http2Frames reset(int stream) {
    frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
    return this;
  }

  public Http2Frames ping() {
    frame(PING, 0, 0, new byte[8]);
    return this;
  }

  public Http2Frames priority(int stream) {
    frame(PRIORITY, 0, stream, new byte[] {0, 0, 0, 0, 1});
    return this;
  }

  /** A piece of a header block that goes on; the first one of a stream opens it. */
  public Http2Frames unfinished(int stream, boolean first, String line) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    field(block, 0, line);
    frame(first ? HEADERS : CONTINUATION, 0, stream, block.toByteArray());
    return this;
  }

  /** The lines, then one more header that enters the dynamic table, where {@link #referring} finds it. */
  public Http2Frames remembering(int stream, Iterable<String> lines, String remembered) {
    ByteArrayOutputStream block = block(lines);
    field(block, 0x40, remembered);
    frame(HEADERS, END_HEADERS | END_STREAM, stream, block.toByteArray());
    return this;
  }

  /** The lines, then the remembered header so many times, at a byte each. */
  public Http2Frames referring(int stream, Iterable<String> lines, int times) {
    ByteArrayOutputStream block = block(lines);
    for (int i = 0; i < times; i++) {
      block.write(NEWEST_ENTRY);
    }
    frame(HEADERS, END_HEADERS | END_STREAM, stream, block.toByteArray());
    return this;
  }

  /** A request whose header block is the lines {@code name: value} exactly as given; a name may begin with a colon. */
  public Http2Frames headers(int stream, boolean last, Iterable<String> lines) {
    frame(HEADERS, END_HEADERS | (last ? END_STREAM : 0), stream, block(lines).toByteArray());
    return this;
  }

  public Http2Frames data(int stream, boolean last, String body) {
    frame(DATA, last ? END_STREAM : 0, stream, body.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  public byte[] bytes() {
    return out.toByteArray();
  }

  private void frame(int type, int flags, int stream, byte[] payload) {
    out.writeBytes(ByteBuffer.allocate(9).putInt(payload.length << 8 | type).put((byte) flags).putInt(stream).array());
    out.writeBytes(payload);
  }

  private static ByteArrayOutputStream block(Iterable<String> lines) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    lines.forEach(line -> field(block, 0, line));
    return block;
  }

  private static void field(ByteArrayOutputStream block, int kind, String line) {
    int colon = line.indexOf(": ");
    block.write(kind);
    literal(block, line.substring(0, colon));
    literal(block, line.substring(colon + 2));
  }

  private static void literal(ByteArrayOutputStream block, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    int prefix = 127;
    if (bytes.length < prefix) {
      block.write(bytes.length);
    } else {
      block.write(prefix);
      int rest = bytes.length - prefix;
      for (; rest >= 128; rest /= 128) {
        block.write(rest % 128 + 128);
      }
      block.write(rest);
    }
    block.writeBytes(bytes);
  }
}

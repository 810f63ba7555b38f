package dev.ollakeep.operator.proxy.attack;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Reads what the proxy answers to one HTTP/2 stream: the status and the body, or the fact that it was reset.
 *
 * <p>Of the header block only the first field is decoded: servers put the status there, plain or from the static table.
 */
final class Http2Answers implements Closeable {
  /** The status of a stream, or a whole connection, that was ended without an answer. */
  static final int RESET = 0;
  private static final Map<Integer, Integer> STATIC_STATUS =
      Map.of(0x88, 200, 0x89, 204, 0x8a, 206, 0x8b, 304, 0x8c, 400, 0x8d, 404, 0x8e, 500);
  private final Socket socket = new Socket();
  private final DataInputStream in;

  record StreamAnswer(int status, String body) {}

  private record Frame(int type, int flags, int stream, byte[] payload) {}

  Http2Answers(InetSocketAddress address, byte[] frames) throws IOException {
    socket.setSoTimeout(RawHttp.PATIENCE_MILLIS);
    socket.connect(address);
    in = new DataInputStream(socket.getInputStream());
    socket.getOutputStream().write(frames);
  }

  StreamAnswer answer(int stream) throws IOException {
    StringBuilder body = new StringBuilder();
    int status = RESET;
    while (true) {
      Frame frame = next();
      if (frame.type() == Http2Frames.GOAWAY || frame.type() == Http2Frames.RST_STREAM && frame.stream() == stream) {
        return new StreamAnswer(status, body.toString());
      }
      if (frame.stream() != stream) {
        continue;
      }
      if (frame.type() == Http2Frames.HEADERS) {
        status = status(frame.payload());
      }
      if (frame.type() == Http2Frames.DATA) {
        body.append(new String(frame.payload(), StandardCharsets.UTF_8));
      }
      if ((frame.flags() & Http2Frames.END_STREAM) != 0) {
        return new StreamAnswer(status, body.toString());
      }
    }
  }

  /** The status of whichever stream is answered first. */
  int firstStatus() throws IOException {
    while (true) {
      Frame frame = next();
      if (frame.type() == Http2Frames.HEADERS) {
        return status(frame.payload());
      }
      if (frame.type() == Http2Frames.GOAWAY) {
        return RESET;
      }
    }
  }

  private Frame next() throws IOException {
    try {
      int lengthAndType = in.readInt();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      byte[] payload = in.readNBytes(lengthAndType >>> 8);
      return new Frame(lengthAndType & 0xff, flags, stream, payload);
    } catch (EOFException | SocketException closed) {
      return new Frame(Http2Frames.GOAWAY, 0, 0, new byte[0]);
    }
  }

  /** RFC 7541: an indexed field, or a literal with the name at index 8 and three digits that were not compressed. */
  private static int status(byte[] block) {
    int at = (block[0] & 0xe0) == 0x20 ? 1 : 0;
    Integer known = STATIC_STATUS.get(block[at] & 0xff);
    return known != null ? known : Integer.parseInt(new String(block, at + 2, 3, StandardCharsets.ISO_8859_1));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

package dev.ollakeep.testing.ollama;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A request body that ends where its framing says. */
abstract class RequestBody extends InputStream {

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  static int readOrFail(InputStream in, byte[] buffer, int offset, int length) throws IOException {
    int count = in.read(buffer, offset, length);
    if (count < 0) {
      throw new EOFException("in the request body");
    }
    return count;
  }

  /** Exactly so many bytes. */
  static final class Sized extends RequestBody {
    private final InputStream in;
    private long left;

    Sized(InputStream in, long length) {
      this.in = in;
      this.left = length;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int count = readOrFail(in, buffer, offset, (int) Math.min(length, left));
      left -= count;
      return count;
    }
  }

  /** Chunks until the empty one, trailers dropped. */
  static final class Chunked extends RequestBody {
    private final HttpConnection connection;
    private long left;
    private boolean ended;

    Chunked(HttpConnection connection) {
      this.connection = connection;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (left == 0 && !ended) {
        nextChunk();
      }
      if (ended) {
        return -1;
      }
      int count = readOrFail(connection.in(), buffer, offset, (int) Math.min(length, left));
      left -= count;
      if (left == 0) {
        connection.readLine();
      }
      return count;
    }

    private void nextChunk() throws IOException {
      String size = connection.readLine();
      if (size == null) {
        throw new EOFException("between chunks");
      }
      try {
        left = Long.parseLong(size.split(";")[0].strip(), 16);
      } catch (NumberFormatException e) {
        throw new HttpConnection.MalformedRequest("chunk size");
      }
      if (left == 0) {
        ended = true;
        for (String trailer = connection.readLine(); trailer != null && !trailer.isEmpty();) {
          trailer = connection.readLine();
        }
      }
    }
  }
}

package dev.ollakeep.operator.proxy.flood;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What each connection of a flood does: the same bytes on all of them.
 *
 * @param first sent as soon as the connection is there
 * @param again sent after each pause, for as long as the connection lives; empty for nothing
 * @param reads whether answers are taken off the connection
 * @param receiveBuffer bytes that the client's kernel takes for it; 0 for the usual
 */
record Script(byte[] first, byte[] again, Duration pause, boolean reads, int receiveBuffer) {

  static final int SMALLEST_BUFFER = 2304;

  static Script once(byte[] first) {
    return new Script(first, new byte[0], Duration.ofHours(1), true, 0);
  }

  static Script once(String first) {
    return once(ascii(first));
  }

  Script then(byte[] more, Duration every) {
    return new Script(first, more, every, reads, receiveBuffer);
  }

  Script then(String more, Duration every) {
    return then(ascii(more), every);
  }

  /** The client never reads, and its kernel takes as little as it may. */
  Script deaf() {
    return new Script(first, again, pause, false, SMALLEST_BUFFER);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}

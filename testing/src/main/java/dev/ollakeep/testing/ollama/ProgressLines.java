package dev.ollakeep.testing.ollama;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/**
 * The answer to a request that takes steps: a line for each of them, or only the last one for {@code "stream": false}.
 *
 * <p>A failure after the first line is a line too, under status 200.
 */
final class ProgressLines {

  private final Exchange exchange;
  private final boolean streaming;

  private ProgressLines(Exchange exchange, boolean streaming) {
    this.exchange = exchange;
    this.streaming = streaming;
  }

  static ProgressLines to(Exchange exchange) throws IOException {
    boolean streaming = exchange.json().path("stream").asBoolean(true);
    if (streaming) {
      exchange.beginStream("application/x-ndjson");
    }
    return new ProgressLines(exchange, streaming);
  }

  static ObjectNode status(String text) {
    return Dialect.object().put("status", text);
  }

  void say(ObjectNode line) throws IOException {
    if (streaming) {
      exchange.chunk(line + "\n");
    }
  }

  void endWith(ObjectNode line) throws IOException {
    finish(200, line);
  }

  void fail(String message) throws IOException {
    finish(500, Dialect.object().put("error", message));
  }

  private void finish(int codeIfSilent, ObjectNode line) throws IOException {
    if (streaming) {
      exchange.chunk(line + "\n");
      exchange.endStream();
    } else {
      exchange.json(codeIfSilent, line);
    }
  }
}

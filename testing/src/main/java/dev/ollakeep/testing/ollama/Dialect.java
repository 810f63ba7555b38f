package dev.ollakeep.testing.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * How one API words an answer of the model: the whole of it, its pieces and its errors.
 *
 * <p>Frames are complete: a line with its end for NDJSON, an event with its blank line for SSE.
 */
interface Dialect {

  /** {@code application/x-ndjson} or {@code text/event-stream}. */
  String streamType();

  /** What the client asks, taken from this dialect's request. */
  String prompt(JsonNode request);

  /** Ollama streams unless told otherwise, the others the other way round. */
  boolean streams(JsonNode request);

  String opening(Generation generation);

  String token(Generation generation, int index);

  String closing(Generation generation);

  ObjectNode whole(Generation generation);

  ObjectNode error(String message, String type);

  /** The error type for a model that is not there. */
  String notFoundType();

  /** An empty object to fill. */
  static ObjectNode object() {
    return Exchange.JSON.createObjectNode();
  }

  /** The text of the last message, whether it is a string or a list of parts. */
  static String lastMessage(JsonNode messages) {
    if (messages.isTextual()) {
      return messages.asText();
    }
    JsonNode content = messages.path(messages.size() - 1).path("content");
    return content.isArray() ? content.path(content.size() - 1).path("text").asText() : content.asText();
  }
}

package dev.ollakeep.testing.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code /v1/messages}: named events. */
final class AnthropicDialect implements Dialect {

  private static final String ID = "msg_9d878e14b311187a8a0caf8e";

  @Override
  public String streamType() {
    return "text/event-stream";
  }

  @Override
  public String prompt(JsonNode request) {
    return Dialect.lastMessage(request.path("messages"));
  }

  @Override
  public boolean streams(JsonNode request) {
    return request.path("stream").asBoolean(false);
  }

  @Override
  public String opening(Generation generation) {
    ObjectNode start = event("message_start");
    ObjectNode message = start.putObject("message").put("id", ID).put("type", "message").put("role", "assistant")
      .put("model", generation.model());
    message.putArray("content");
    message.putObject("usage").put("input_tokens", 1).put("output_tokens", 0);
    ObjectNode block = event("content_block_start").put("index", 0);
    block.putObject("content_block").put("type", "text").put("text", "");
    return frame(start) + frame(block);
  }

  @Override
  public String token(Generation generation, int index) {
    ObjectNode delta = event("content_block_delta").put("index", 0);
    delta.putObject("delta").put("type", "text_delta").put("text", generation.token(index));
    return frame(delta);
  }

  @Override
  public String closing(Generation generation) {
    ObjectNode end = event("message_delta");
    end.putObject("delta").put("stop_reason", reason(generation));
    end.putObject("usage").put("input_tokens", 1).put("cache_read_input_tokens", 6).put("output_tokens", generation.tokens());
    return frame(event("content_block_stop").put("index", 0)) + frame(end) + frame(event("message_stop"));
  }

  @Override
  public ObjectNode whole(Generation generation) {
    ObjectNode message = Dialect.object().put("id", ID).put("type", "message").put("role", "assistant")
      .put("model", generation.model());
    message.putArray("content").addObject().put("type", "text").put("text", generation.text());
    message.put("stop_reason", reason(generation));
    message.putObject("usage").put("input_tokens", 1).put("cache_read_input_tokens", 6).put("output_tokens", generation.tokens());
    return message;
  }

  @Override
  public ObjectNode error(String message, String type) {
    ObjectNode error = event("error");
    error.putObject("error").put("type", type).put("message", message);
    return error.put("request_id", "req_ac91f5cd76bac56b5ee43551");
  }

  @Override
  public String notFoundType() {
    return "not_found_error";
  }

  private static ObjectNode event(String type) {
    return Dialect.object().put("type", type);
  }

  private static String frame(ObjectNode event) {
    return "event: " + event.path("type").asText() + "\ndata: " + event + "\n\n";
  }

  private static String reason(Generation generation) {
    return generation.cutByLimit() ? "max_tokens" : "end_turn";
  }
}

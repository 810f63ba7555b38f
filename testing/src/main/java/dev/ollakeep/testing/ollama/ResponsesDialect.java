package dev.ollakeep.testing.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** {@code /v1/responses}: named, numbered events. */
final class ResponsesDialect implements Dialect {

  private static final String RESPONSE = "resp_6335";
  private static final String MESSAGE = "msg_103315";

  @Override
  public String streamType() {
    return "text/event-stream";
  }

  @Override
  public String prompt(JsonNode request) {
    return Dialect.lastMessage(request.path("input"));
  }

  @Override
  public boolean streams(JsonNode request) {
    return request.path("stream").asBoolean(false);
  }

  @Override
  public String opening(Generation generation) {
    ObjectNode created = event("response.created", 0);
    created.set("response", response(generation, "in_progress"));
    ObjectNode added = event("response.output_item.added", 1).put("output_index", 0);
    added.set("item", item("in_progress"));
    return frame(created) + frame(added);
  }

  @Override
  public String token(Generation generation, int index) {
    return frame(event("response.output_text.delta", index + 2).put("content_index", 0).put("output_index", 0)
      .put("item_id", MESSAGE).put("delta", generation.token(index)));
  }

  @Override
  public String closing(Generation generation) {
    ObjectNode text = event("response.output_text.done", generation.tokens() + 2).put("content_index", 0).put("output_index", 0)
      .put("item_id", MESSAGE).put("text", generation.text());
    ObjectNode completed = event("response.completed", generation.tokens() + 3);
    completed.set("response", whole(generation));
    return frame(text) + frame(completed);
  }

  @Override
  public ObjectNode whole(Generation generation) {
    ObjectNode response = response(generation, "completed");
    ObjectNode item = item("completed");
    item.withArray("content").addObject().put("type", "output_text").put("text", generation.text());
    response.withArray("output").add(item);
    response.putObject("usage").put("input_tokens", 7).put("output_tokens", generation.tokens())
      .put("total_tokens", 7 + generation.tokens());
    return response;
  }

  @Override
  public ObjectNode error(String message, String type) {
    return OpenAiDialect.CHAT.error(message, type);
  }

  @Override
  public String notFoundType() {
    return OpenAiDialect.CHAT.notFoundType();
  }

  private static ObjectNode response(Generation generation, String status) {
    ObjectNode response = Dialect.object().put("id", RESPONSE).put("object", "response")
      .put("created_at", Instant.now().getEpochSecond()).put("status", status).put("model", generation.model());
    response.putArray("output");
    return response;
  }

  private static ObjectNode item(String status) {
    ObjectNode item = Dialect.object().put("id", MESSAGE).put("type", "message").put("status", status).put("role", "assistant");
    item.putArray("content");
    return item;
  }

  private static ObjectNode event(String type, int number) {
    return Dialect.object().put("type", type).put("sequence_number", number);
  }

  private static String frame(ObjectNode event) {
    return "event: " + event.path("type").asText() + "\ndata: " + event + "\n\n";
  }
}

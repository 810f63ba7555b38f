package dev.ollakeep.testing.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** {@code /api/generate} and {@code /api/chat}: one JSON object a line. */
enum OllamaDialect implements Dialect {
  GENERATE, CHAT;

  @Override
  public String streamType() {
    return "application/x-ndjson";
  }

  @Override
  public String prompt(JsonNode request) {
    return this == CHAT ? Dialect.lastMessage(request.path("messages")) : request.path("prompt").asText();
  }

  @Override
  public boolean streams(JsonNode request) {
    return request.path("stream").asBoolean(true);
  }

  @Override
  public String opening(Generation generation) {
    return "";
  }

  @Override
  public String token(Generation generation, int index) {
    return said(generation, generation.token(index)).put("done", false) + "\n";
  }

  @Override
  public String closing(Generation generation) {
    return finished(said(generation, ""), generation) + "\n";
  }

  @Override
  public ObjectNode whole(Generation generation) {
    return finished(said(generation, generation.text()), generation);
  }

  @Override
  public ObjectNode error(String message, String type) {
    return Dialect.object().put("error", message);
  }

  @Override
  public String notFoundType() {
    return "";
  }

  /** The answer to a request without a prompt, which only loads or unloads. */
  ObjectNode nothingSaid(Generation generation, String reason) {
    return said(generation, "").put("done", true).put("done_reason", reason);
  }

  private ObjectNode said(Generation generation, String text) {
    ObjectNode line = Dialect.object().put("model", generation.model()).put("created_at", Instant.now().toString());
    if (this == CHAT) {
      line.putObject("message").put("role", "assistant").put("content", text);
      return line;
    }
    return line.put("response", text);
  }

  private ObjectNode finished(ObjectNode line, Generation generation) {
    line.put("done", true).put("done_reason", generation.cutByLimit() ? "length" : "stop");
    if (this == GENERATE) {
      line.putArray("context").add(229).add(153).add(132);
    }
    return line.put("total_duration", 1_677_630).put("load_duration", 946_631)
      .put("prompt_eval_count", 7).put("prompt_eval_cached_count", 6).put("prompt_eval_duration", 84_556)
      .put("eval_count", generation.tokens()).put("eval_duration", 73_499);
  }
}

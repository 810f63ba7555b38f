package dev.ollakeep.testing.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** {@code /v1/chat/completions} and {@code /v1/completions}: events that end with {@code [DONE]}. */
enum OpenAiDialect implements Dialect {
  CHAT("chatcmpl-404", "chat.completion"), COMPLETION("cmpl-28", "text_completion");

  private final String id;
  private final String object;

  OpenAiDialect(String id, String object) {
    this.id = id;
    this.object = object;
  }

  @Override
  public String streamType() {
    return "text/event-stream";
  }

  @Override
  public String prompt(JsonNode request) {
    return this == CHAT ? Dialect.lastMessage(request.path("messages")) : request.path("prompt").asText();
  }

  @Override
  public boolean streams(JsonNode request) {
    return request.path("stream").asBoolean(false);
  }

  @Override
  public String opening(Generation generation) {
    return "";
  }

  @Override
  public String token(Generation generation, int index) {
    ObjectNode delta = Dialect.object();
    if (index == 0) {
      delta.put("role", "assistant");
    }
    return "data: " + piece(generation, delta.put("content", generation.token(index)), null) + "\n\n";
  }

  @Override
  public String closing(Generation generation) {
    return "data: " + piece(generation, Dialect.object(), reason(generation)) + "\n\ndata: [DONE]\n\n";
  }

  @Override
  public ObjectNode whole(Generation generation) {
    ObjectNode answer = head(generation, object);
    ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
    if (this == CHAT) {
      choice.putObject("message").put("role", "assistant").put("content", generation.text());
    } else {
      choice.put("text", generation.text());
    }
    choice.put("finish_reason", reason(generation));
    ObjectNode usage = answer.putObject("usage").put("prompt_tokens", 7).put("completion_tokens", generation.tokens())
      .put("total_tokens", 7 + generation.tokens());
    usage.putObject("prompt_tokens_details").put("cached_tokens", 6);
    return answer;
  }

  @Override
  public ObjectNode error(String message, String type) {
    ObjectNode error = Dialect.object();
    error.putObject("error").put("message", message).put("type", type).putNull("param").putNull("code");
    return error;
  }

  @Override
  public String notFoundType() {
    return "not_found_error";
  }

  private ObjectNode piece(Generation generation, ObjectNode delta, String reason) {
    ObjectNode chunk = head(generation, this == CHAT ? object + ".chunk" : object);
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
    if (this == CHAT) {
      choice.set("delta", delta);
    } else {
      choice.put("text", delta.path("content").asText());
    }
    choice.put("finish_reason", reason);
    return chunk;
  }

  private ObjectNode head(Generation generation, String kind) {
    return Dialect.object().put("id", id).put("object", kind).put("created", Instant.now().getEpochSecond())
      .put("model", generation.model()).put("system_fingerprint", "fp_ollama");
  }

  private static String reason(Generation generation) {
    return generation.cutByLimit() ? "length" : "stop";
  }
}

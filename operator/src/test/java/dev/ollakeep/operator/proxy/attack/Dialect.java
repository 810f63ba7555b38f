package dev.ollakeep.operator.proxy.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** The three error formats that clients of Ollama can read. */
enum Dialect {
  OLLAMA, OPENAI, ANTHROPIC;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The dialect that a client expects which asked for this request target. */
  static Dialect of(String target) {
    if (target.startsWith("/v1/messages")) {
      return ANTHROPIC;
    }
    return target.startsWith("/v1/") ? OPENAI : OLLAMA;
  }

  /** Fails unless the answer is an error that a client of this dialect can show to its user. */
  void assertError(Answer answer) throws IOException {
    assertThat(answer.head().value("Content-Type")).as("content type of %s", answer).hasValueSatisfying(
        type -> assertThat(type).startsWith("application/json"));
    assertErrorBody(answer.text());
  }

  void assertErrorBody(String text) throws IOException {
    JsonNode body = JSON.readTree(text);
    assertThat(body).as("JSON in '%s'", text).isNotNull();
    JsonNode error = body.path("error");
    switch (this) {
      case OLLAMA -> assertThat(error.isTextual() && !error.asText().isBlank()).as("{\"error\":\"...\"} in %s", text).isTrue();
      case OPENAI -> assertMessageAndType(error, text);
      case ANTHROPIC -> {
        assertThat(body.path("type").asText()).as("type of %s", text).isEqualTo("error");
        assertMessageAndType(error, text);
      }
    }
  }

  private static void assertMessageAndType(JsonNode error, String text) {
    assertThat(error.path("message").asText()).as("error.message of %s", text).isNotBlank();
    assertThat(error.path("type").asText()).as("error.type of %s", text).isNotBlank();
  }
}

package dev.ollakeep.testing.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** {@code /v1/responses/compact}, as it is for models without tools: it comes as far as finding the model. */
final class CompactRoute {

  private final Models models;

  CompactRoute(Models models) {
    this.models = models;
  }

  void addTo(Routes routes) {
    routes.on("POST", "/v1/responses/compact", this::compact);
  }

  private void compact(Exchange exchange) throws IOException {
    JsonNode request = exchange.json();
    String model = request.path("model").asText();
    JsonNode input = request.path("input");
    if (model.isEmpty()) {
      refuse(exchange, "model is required");
    } else if (input.isMissingNode()) {
      refuse(exchange, "input is required");
    } else if (input.isArray() && input.isEmpty()) {
      refuse(exchange, "compaction input is empty");
    } else if (Cloud.has(model)) {
      Cloud.refuse(exchange, "remote model is unavailable");
    } else if (!models.has(model)) {
      exchange.json(404, OpenAiDialect.CHAT.error("model '" + model + "' not found", OpenAiDialect.CHAT.notFoundType()));
    } else {
      refuse(exchange, "registry.ollama.ai/library/" + Models.withTag(model) + " does not support tools");
    }
  }

  private static void refuse(Exchange exchange, String message) throws IOException {
    exchange.json(400, OpenAiDialect.CHAT.error(message, "invalid_request_error"));
  }
}

package dev.ollakeep.testing.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** The routes that make the model work. */
final class GenerationRoutes {

  private static final int DIMENSIONS = 32;
  private static final long BLOCKED_MILLIS = 50;
  private static final String REMOTE = "remote model is unavailable";

  private final Models models;
  private final AtomicInteger running;

  /** @param running counts the generations that are at work now */
  GenerationRoutes(Models models, AtomicInteger running) {
    this.models = models;
    this.running = running;
  }

  void addTo(Routes routes) {
    routes.on("POST", "/api/generate", exchange -> generate(exchange, OllamaDialect.GENERATE, ""))
      .on("POST", "/api/chat", exchange -> generate(exchange, OllamaDialect.CHAT, ""))
      .on("POST", "/v1/chat/completions", exchange -> generate(exchange, OpenAiDialect.CHAT, "messages"))
      .on("POST", "/v1/completions", exchange -> generate(exchange, OpenAiDialect.COMPLETION, ""))
      .on("POST", "/v1/messages", exchange -> generate(exchange, new AnthropicDialect(), ""))
      .on("POST", "/v1/responses", exchange -> generate(exchange, new ResponsesDialect(), ""))
      .on("POST", "/api/embed", this::embed)
      .on("POST", "/api/embeddings", this::embed)
      .on("POST", "/v1/embeddings", this::embed);
  }

  private void generate(Exchange exchange, Dialect dialect, String required) throws IOException {
    JsonNode request = exchange.json();
    String model = request.path("model").asText();
    if (Cloud.has(model)) {
      Cloud.refuse(exchange, REMOTE);
    } else if (!required.isEmpty() && request.path(required).isEmpty()) {
      exchange.json(400, dialect.error("[] is too short - '" + required + "'", "invalid_request_error"));
    } else if (model.isEmpty() && dialect != OllamaDialect.GENERATE && dialect != OpenAiDialect.COMPLETION) {
      exchange.json(400, dialect.error("model is required", "invalid_request_error"));
    } else if (!models.has(model)) {
      exchange.json(404, dialect.error("model '" + model + "' not found", dialect.notFoundType()));
    } else {
      answer(exchange, dialect, Generation.of(request, dialect.prompt(request)));
    }
  }

  private void answer(Exchange exchange, Dialect dialect, Generation generation) throws IOException {
    JsonNode request = exchange.json();
    boolean unload = request.path("keep_alive").asText().matches("0s?");
    if (dialect instanceof OllamaDialect ollama && dialect.prompt(request).isEmpty()) {
      if (unload) {
        models.unload(generation.model());
      } else {
        models.load(generation.model());
      }
      exchange.json(200, ollama.nothingSaid(generation, unload ? "unload" : "load"));
      return;
    }
    models.load(generation.model());
    running.incrementAndGet();
    try {
      say(exchange, dialect, generation);
    } catch (IOException brokenOff) {
      if (request.path("options").path("fake_block").asBoolean()) {
        models.block(generation.model());
      }
      throw brokenOff;
    } finally {
      running.decrementAndGet();
    }
    if (unload) {
      models.unload(generation.model());
    }
  }

  private void say(Exchange exchange, Dialect dialect, Generation generation) throws IOException {
    awaitFree(exchange, generation);
    if (dialect.streams(exchange.json())) {
      stream(exchange, dialect, generation);
      return;
    }
    for (int i = 0; i < generation.tokens(); i++) {
      exchange.pause(generation.delayBefore(i));
    }
    exchange.json(200, dialect.whole(generation));
  }

  private void awaitFree(Exchange exchange, Generation generation) throws IOException {
    while (models.isBlocked(generation.model())) {
      exchange.pause(BLOCKED_MILLIS);
    }
  }

  /** Like a real one, it says nothing at all, not even the status, before the first token is there. */
  private static void stream(Exchange exchange, Dialect dialect, Generation generation) throws IOException {
    exchange.pause(generation.delayBefore(0));
    if (dialect instanceof AnthropicDialect || dialect instanceof ResponsesDialect) {
      exchange.header("Cache-Control", "no-cache");
    }
    exchange.beginStream(dialect.streamType());
    String opening = dialect.opening(generation);
    if (!opening.isEmpty()) {
      exchange.chunk(opening);
    }
    for (int i = 0; i < generation.tokens(); i++) {
      exchange.pause(i == 0 ? 0 : generation.delayBefore(i));
      exchange.chunk(dialect.token(generation, i));
    }
    exchange.chunk(dialect.closing(generation));
    exchange.endStream();
  }

  private void embed(Exchange exchange) throws IOException {
    boolean openAi = exchange.request().path().startsWith("/v1/");
    JsonNode request = exchange.json();
    String model = request.path("model").asText();
    Dialect dialect = openAi ? OpenAiDialect.CHAT : OllamaDialect.GENERATE;
    if (Cloud.has(model)) {
      Cloud.refuse(exchange, REMOTE);
      return;
    }
    if (openAi && request.path("input").isMissingNode()) {
      exchange.json(400, dialect.error("invalid input", "invalid_request_error"));
      return;
    }
    if (!models.has(model)) {
      exchange.json(404, dialect.error("model \"" + model + "\" not found, try pulling it first", dialect.notFoundType()));
      return;
    }
    ObjectNode answer = Dialect.object();
    if (openAi) {
      ObjectNode first = answer.put("object", "list").putArray("data").addObject().put("object", "embedding").put("index", 0);
      vector(first.putArray("embedding"));
    } else if (exchange.request().path().endsWith("s")) {
      vector(answer.putArray("embedding"));
    } else {
      vector(answer.put("model", model).putArray("embeddings").addArray());
    }
    exchange.json(200, answer);
  }

  private static void vector(ArrayNode target) {
    for (int i = 0; i < DIMENSIONS; i++) {
      target.add(0.125);
    }
  }
}

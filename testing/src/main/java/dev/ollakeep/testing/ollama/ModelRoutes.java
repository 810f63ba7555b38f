package dev.ollakeep.testing.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.regex.Pattern;

/** The routes that list and change the models. */
final class ModelRoutes {

  private static final Pattern DIGEST = Pattern.compile("^sha256[:-][0-9a-f]{64}$");
  private static final String SINCE = "2026-11-24T06:23:16.021535757Z";
  private static final String DETAILS = "remote model details are unavailable";
  private static final int PULL_STEPS = 10;
  private static final long PULL_STEP_MILLIS = 20;

  private final Models models;

  ModelRoutes(Models models) {
    this.models = models;
  }

  void addTo(Routes routes) {
    routes.on("HEAD GET", "/api/tags", this::tags)
      .on("GET", "/api/ps", this::loaded)
      .on("POST", "/api/show", this::show)
      .on("POST", "/api/create", this::create)
      .on("POST", "/api/copy", this::copy)
      .on("POST", "/api/pull", this::pull)
      .on("POST", "/api/push", this::push)
      .on("DELETE", "/api/delete", this::delete)
      .on("HEAD POST", "/api/blobs/:digest", this::blob)
      .on("GET", "/v1/models", this::openAiList)
      .on("GET", "/v1/models/:model", this::openAiModel);
  }

  private void tags(Exchange exchange) throws IOException {
    ObjectNode answer = Dialect.object();
    var list = answer.putArray("models");
    models.names().forEach(name -> list.add(stored(name)));
    exchange.json(200, answer);
  }

  private void loaded(Exchange exchange) throws IOException {
    ObjectNode answer = Dialect.object();
    var list = answer.putArray("models");
    models.loaded().forEach(name -> list.add(described(name).put("size_vram", 0).put("context_length", 4096)));
    exchange.json(200, answer);
  }

  private static ObjectNode stored(String name) {
    ObjectNode model = described(name).put("modified_at", SINCE);
    model.withObject("details").put("context_length", 4096).put("embedding_length", 64);
    model.putArray("capabilities").add("completion");
    return model;
  }

  private static ObjectNode described(String name) {
    ObjectNode model = Dialect.object().put("name", name).put("model", name).put("size", Models.SIZE)
      .put("digest", Models.digest(name));
    details(model.putObject("details"));
    return model;
  }

  private static void details(ObjectNode details) {
    details.put("parent_model", "").put("format", "gguf").put("family", "llama").put("parameter_size", "77K")
      .put("quantization_level", "F32").putArray("families").add("llama");
  }

  private void show(Exchange exchange) throws IOException {
    String name = named(exchange);
    if (name.isEmpty()) {
      refuse(exchange, 400, "model is required");
    } else if (Cloud.has(name)) {
      Cloud.refuse(exchange, DETAILS);
    } else if (!models.has(name)) {
      refuse(exchange, 404, "model '" + name + "' not found");
    } else {
      ObjectNode answer = Dialect.object().put("modelfile", "FROM " + name).put("template", "{{ .Prompt }}");
      details(answer.putObject("details"));
      answer.putArray("capabilities").add("completion");
      exchange.json(200, answer.put("modified_at", SINCE));
    }
  }

  private void create(Exchange exchange) throws IOException {
    String name = named(exchange);
    String from = exchange.json().path("from").asText();
    if (!Models.isName(name)) {
      refuse(exchange, 400, "invalid model name");
    } else if (from.isEmpty() && exchange.json().path("files").isMissingNode()) {
      refuse(exchange, 400, "neither 'from' or 'files' was specified");
    } else if (!from.isEmpty() && !models.has(from)) {
      refuse(exchange, 404, "model '" + from + "' not found");
    } else {
      models.add(name);
      ProgressLines lines = ProgressLines.to(exchange);
      lines.say(ProgressLines.status("writing manifest"));
      lines.endWith(ProgressLines.status("success"));
    }
  }

  private void copy(Exchange exchange) throws IOException {
    String source = exchange.json().path("source").asText();
    String destination = exchange.json().path("destination").asText();
    if (!Models.isName(source)) {
      refuse(exchange, 400, "source \"" + source + "\" is invalid");
    } else if (!Models.isName(destination)) {
      refuse(exchange, 400, "destination \"" + destination + "\" is invalid");
    } else if (!models.has(source)) {
      refuse(exchange, 404, "model \"" + source + "\" not found");
    } else {
      models.add(destination);
      exchange.empty(200);
    }
  }

  private void delete(Exchange exchange) throws IOException {
    String name = named(exchange);
    if (!Models.isName(name)) {
      refuse(exchange, 400, "name \"" + name + "\" is invalid");
    } else if (!models.has(name)) {
      refuse(exchange, 404, "model '" + name + "' not found");
    } else {
      models.remove(name);
      exchange.empty(200);
    }
  }

  /** A model whose name says that it is missing is unknown to the registry; any other can be pulled. */
  private void pull(Exchange exchange) throws IOException {
    String name = named(exchange);
    if (!Models.isName(name)) {
      refuse(exchange, 400, "invalid model name");
      return;
    }
    ProgressLines lines = ProgressLines.to(exchange);
    lines.say(ProgressLines.status("pulling manifest"));
    if (name.contains("missing")) {
      lines.fail("pull model manifest: file does not exist");
      return;
    }
    transfer(exchange, name, lines);
    models.add(name);
    lines.say(ProgressLines.status("verifying sha256 digest"));
    lines.say(ProgressLines.status("writing manifest"));
    lines.endWith(ProgressLines.status("success"));
  }

  /** An interrupted pull keeps what it has: the next one goes on there. */
  private void transfer(Exchange exchange, String name, ProgressLines lines) throws IOException {
    long stepMillis = exchange.json().path("options").path("fake_delay_ms").asLong(PULL_STEP_MILLIS);
    String digest = Models.digest(name);
    for (long done = models.pulled(name); done < Models.SIZE;) {
      exchange.pause(stepMillis);
      done = Math.min(Models.SIZE, done + Models.SIZE / PULL_STEPS);
      models.pulled(name, done);
      lines.say(ProgressLines.status("pulling " + digest.substring(0, 12)).put("digest", "sha256:" + digest)
        .put("total", Models.SIZE).put("completed", done));
    }
  }

  private void push(Exchange exchange) throws IOException {
    String name = named(exchange);
    if (name.isEmpty()) {
      refuse(exchange, 400, "model is required");
      return;
    }
    ProgressLines lines = ProgressLines.to(exchange);
    lines.say(ProgressLines.status("retrieving manifest"));
    if (models.has(name)) {
      lines.endWith(ProgressLines.status("success"));
    } else {
      lines.say(ProgressLines.status("couldn't retrieve manifest"));
      lines.fail("open manifest: no such file or directory");
    }
  }

  private void blob(Exchange exchange) throws IOException {
    String digest = exchange.parameter().replace("sha256-", "sha256:");
    if (!DIGEST.matcher(digest).matches()) {
      refuse(exchange, 400, "invalid digest format");
    } else if (exchange.request().method().equals("HEAD")) {
      exchange.empty(models.hasBlob(digest) ? 200 : 404);
    } else if (!digest.equals("sha256:" + exchange.bodyDigest())) {
      refuse(exchange, 400, "digest mismatch, expected \"" + digest + "\", got \"sha256:" + exchange.bodyDigest() + "\"");
    } else {
      models.addBlob(digest);
      exchange.empty(201);
    }
  }

  private void openAiList(Exchange exchange) throws IOException {
    ObjectNode answer = Dialect.object().put("object", "list");
    var list = answer.putArray("data");
    models.names().forEach(name -> list.add(openAi(name)));
    exchange.json(200, answer);
  }

  private void openAiModel(Exchange exchange) throws IOException {
    String name = exchange.parameter();
    if (Cloud.has(name)) {
      Cloud.refuse(exchange, DETAILS);
    } else if (models.has(name)) {
      exchange.json(200, openAi(name));
    } else {
      exchange.json(404, OpenAiDialect.CHAT.error(
        "model '" + Models.withTag(name) + "' not found", OpenAiDialect.CHAT.notFoundType()));
    }
  }

  private static ObjectNode openAi(String name) {
    return Dialect.object().put("id", name).put("object", "model").put("created", 1_795_501_396).put("owned_by", "library");
  }

  private static String named(Exchange exchange) throws IOException {
    JsonNode request = exchange.json();
    return request.path("model").asText(request.path("name").asText());
  }

  private static void refuse(Exchange exchange, int code, String message) throws IOException {
    exchange.json(code, Dialect.object().put("error", message));
  }
}

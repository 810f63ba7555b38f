package dev.ollakeep.testing.ollama;

import java.io.IOException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code /v1/audio/transcriptions}, as it is for models that hear nothing: a form, and no answer to it. */
final class TranscriptionRoute {

  private static final Pattern FILE = Pattern.compile("name=\"file\"; filename=");
  private static final Pattern MODEL = Pattern.compile("name=\"model\"\r\n\r\n([^\r\n]+)\r\n");

  private final Models models;

  TranscriptionRoute(Models models) {
    this.models = models;
  }

  void addTo(Routes routes) {
    routes.on("POST", "/v1/audio/transcriptions", this::transcribe);
  }

  private void transcribe(Exchange exchange) throws IOException {
    String type = exchange.request().header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    String form = exchange.text();
    Matcher model = MODEL.matcher(form);
    if (!type.startsWith("multipart/form-data")) {
      refuse(exchange, 400, "failed to parse multipart form: request Content-Type isn't multipart/form-data");
    } else if (!FILE.matcher(form).find()) {
      refuse(exchange, 400, "file is required: http: no such file");
    } else if (!model.find()) {
      refuse(exchange, 400, "model is required");
    } else if (Cloud.has(model.group(1))) {
      refuse(exchange, 403, Cloud.refusal("remote model is unavailable"));
    } else if (!models.has(model.group(1))) {
      refuse(exchange, 404, "model '" + model.group(1) + "' not found");
    } else {
      refuse(exchange, 500, "image input is not supported");
    }
  }

  private static void refuse(Exchange exchange, int code, String message) throws IOException {
    String type = code == 400 ? "invalid_request_error" : code == 404 ? OpenAiDialect.CHAT.notFoundType() : "api_error";
    exchange.json(code, OpenAiDialect.CHAT.error(message, type));
  }
}

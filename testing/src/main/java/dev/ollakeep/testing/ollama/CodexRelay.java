package dev.ollakeep.testing.ollama;

import java.io.IOException;

/**
 * {@code /api/codex}: sends any request on to OpenAI's hosts, with the caller's headers and without asking who the caller is.
 *
 * <p>This one reaches nobody, and answers like a real one without a network: what counts is that a request came this far.
 */
final class CodexRelay {

  private CodexRelay() {
  }

  static void addTo(Routes routes) {
    routes.on("HEAD GET POST PUT PATCH OPTIONS DELETE CONNECT TRACE", "/api/codex/*path", CodexRelay::relay);
  }

  private static void relay(Exchange exchange) throws IOException {
    if (exchange.parameter().equals("_health")) {
      exchange.json(200, Dialect.object().put("ok", true));
    } else if (exchange.parameter().equals("_status")) {
      exchange.json(200, Dialect.object().put("ok", true)
        .put("ollama_requests", 0).put("chatgpt_requests", 0).put("upstream_errors", 0));
    } else if (exchange.text().contains("\"model\"")) {
      exchange.json(503, Dialect.object().put("error", "read Codex Ollama model catalog: no such file or directory"));
    } else {
      exchange.json(502, Dialect.object().put("error", "dial tcp: network is unreachable"));
    }
  }
}

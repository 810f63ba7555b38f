package dev.ollakeep.testing.ollama;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** The routes about the server itself and about the account that it does not have. */
final class ServerRoutes {

  /** The release whose behaviour is imitated. */
  static final String VERSION = "0.34.2";

  private ServerRoutes() {
  }

  static void addTo(Routes routes) {
    routes.on("HEAD GET", "/", exchange -> exchange.text(200, "Ollama is running"))
      .on("HEAD GET", "/api/version", exchange -> exchange.json(200, Dialect.object().put("version", VERSION)))
      .on("GET", "/api/status", exchange -> exchange.json(200, cloudStatus()))
      .on("POST", "/api/me", exchange -> exchange.json(503, Dialect.object().put("error", "account unavailable")))
      .on("POST", "/api/signout", ServerRoutes::signOut)
      .on("DELETE", "/api/user/keys/:encodedKey", ServerRoutes::signOut)
      .on("GET", "/api/experimental/model-recommendations", exchange -> exchange.json(200, recommendations()))
      .on("POST", "/api/experimental/web_search", exchange -> Cloud.refuse(exchange, "web search is unavailable"))
      .on("POST", "/api/experimental/web_fetch", exchange -> Cloud.refuse(exchange, "web fetch is unavailable"));
  }

  private static ObjectNode cloudStatus() {
    ObjectNode answer = Dialect.object();
    answer.putObject("cloud").put("disabled", true).put("source", "env");
    return answer;
  }

  private static ObjectNode recommendations() {
    ObjectNode answer = Dialect.object();
    answer.putArray("recommendations").addObject().put("model", "tiny").put("description", "Counts and tells of a fox");
    return answer;
  }

  private static void signOut(Exchange exchange) throws IOException {
    exchange.json(500, Dialect.object().put("error", "there was an error signing out"));
  }
}

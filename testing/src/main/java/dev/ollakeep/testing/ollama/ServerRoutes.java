package dev.ollakeep.testing.ollama;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** The routes about the server itself and about the account that it does not have. */
final class ServerRoutes {

  /** The release whose behaviour is imitated. */
  static final String VERSION = "0.17.4";

  private ServerRoutes() {
  }

  static void addTo(Routes routes) {
    routes.on("HEAD GET", "/", exchange -> exchange.text(200, "Ollama is running"))
      .on("HEAD GET", "/api/version", exchange -> exchange.json(200, Dialect.object().put("version", VERSION)))
      .on("GET", "/api/status", exchange -> exchange.json(200, cloudStatus()))
      .on("POST", "/api/me", exchange -> exchange.json(200, NullNode.getInstance()))
      .on("POST", "/api/signout", ServerRoutes::signOut)
      .on("DELETE", "/api/user/keys/:encodedKey", ServerRoutes::signOut)
      .on("GET POST DELETE", "/api/experimental/aliases", exchange -> exchange.json(200, noAliases()))
      .on("POST", "/v1/images/generations", ServerRoutes::noImages)
      .on("POST", "/v1/images/edits", ServerRoutes::noImages);
  }

  private static ObjectNode cloudStatus() {
    ObjectNode answer = Dialect.object();
    answer.putObject("cloud").put("disabled", true).put("source", "env");
    return answer;
  }

  private static ObjectNode noAliases() {
    ObjectNode answer = Dialect.object();
    answer.putArray("aliases");
    return answer;
  }

  private static void signOut(Exchange exchange) throws IOException {
    exchange.json(500, Dialect.object().put("error", "there was an error signing out"));
  }

  private static void noImages(Exchange exchange) throws IOException {
    exchange.json(400, OpenAiDialect.CHAT.error("prompt is required", "invalid_request_error"));
  }
}

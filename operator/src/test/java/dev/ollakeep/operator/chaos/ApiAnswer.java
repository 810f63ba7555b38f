package dev.ollakeep.operator.chaos;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What the client gets to read. */
record ApiAnswer(int status, String type, byte[] body) {

  static ApiAnswer refusal(int status, String reason) {
    var text = "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\",\"message\":\"injected\",\"reason\":\""
        + reason + "\",\"code\":" + status + "}";
    return new ApiAnswer(status, "application/json", text.getBytes(StandardCharsets.UTF_8));
  }

  boolean isSuccess() {
    return status / 100 == 2;
  }

  void send(HttpExchange exchange) throws IOException {
    headers(exchange);
    exchange.getResponseBody().write(body);
  }

  void sendHalf(HttpExchange exchange) throws IOException {
    headers(exchange);
    exchange.getResponseBody().write(body, 0, body.length / 2);
    exchange.getResponseBody().flush();
  }

  private void headers(HttpExchange exchange) throws IOException {
    if (!type.isEmpty()) {
      exchange.getResponseHeaders().set("Content-Type", type);
    }
    if (status == 429) {
      exchange.getResponseHeaders().set("Retry-After", "1");
    }
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
  }
}

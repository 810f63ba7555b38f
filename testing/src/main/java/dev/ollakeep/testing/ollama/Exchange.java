package dev.ollakeep.testing.ollama;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** One request that found its route, and the ways to answer it. */
final class Exchange {

  static final ObjectMapper JSON = new ObjectMapper();

  private static final Map<Integer, String> REASONS = Map.ofEntries(
    Map.entry(200, "OK"), Map.entry(201, "Created"), Map.entry(204, "No Content"), Map.entry(301, "Moved Permanently"),
    Map.entry(307, "Temporary Redirect"), Map.entry(400, "Bad Request"), Map.entry(403, "Forbidden"), Map.entry(404, "Not Found"),
    Map.entry(405, "Method Not Allowed"), Map.entry(500, "Internal Server Error"), Map.entry(501, "Not Implemented"),
    Map.entry(502, "Bad Gateway"), Map.entry(503, "Service Unavailable"));

  private final HttpConnection connection;
  private final RecordedRequest request;
  private final ReceivedBody body;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private String parameter = "";
  private boolean streaming;
  private int status;

  Exchange(HttpConnection connection, RecordedRequest request, ReceivedBody body) {
    this.connection = connection;
    this.request = request;
    this.body = body;
  }

  RecordedRequest request() {
    return request;
  }

  /** What the path has in the place of a route's parameter, at the end. */
  String parameter() {
    return parameter;
  }

  Exchange withParameter(String value) {
    this.parameter = value;
    return this;
  }

  /** Sets a header of the coming answer. */
  Exchange header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  int status() {
    return status;
  }

  /** The body, a character for each byte. */
  String text() {
    return new String(body.kept(), ISO_8859_1);
  }

  /** SHA-256 of the body, hexadecimal. */
  String bodyDigest() {
    return body.sha256();
  }

  /** The body as a JSON object; {@link BadJson} carries the words Ollama uses for one that is not. */
  JsonNode json() throws BadJson {
    byte[] bytes = body.kept();
    if (bytes.length == 0) {
      throw new BadJson("missing request body");
    }
    try {
      JsonNode node = JSON.readTree(bytes);
      if (node == null || !node.isObject()) {
        throw new BadJson("json: cannot unmarshal value into Go value of type api request");
      }
      return node;
    } catch (JsonProcessingException e) {
      char first = (char) bytes[0];
      throw new BadJson(first == '{' ? "unexpected EOF" : "invalid character '" + first + "' looking for beginning of value");
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory", e);
    }
  }

  void empty(int code) throws IOException {
    respond(code, "", "");
  }

  void text(int code, String text) throws IOException {
    respond(code, "text/plain", text);
  }

  void json(int code, JsonNode value) throws IOException {
    respond(code, "application/json; charset=utf-8", value.toString());
  }

  private void respond(int code, String type, String text) throws IOException {
    if (!type.isEmpty()) {
      headers.put("Content-Type", type);
    }
    if (code != 204) {
      headers.put("Content-Length", String.valueOf(text.getBytes(UTF_8).length));
    }
    writeHead(code);
    if (!request.method().equals("HEAD")) {
      connection.write(text);
    }
    connection.flush();
  }

  /** Begins an answer of unknown length; {@link #chunk} continues it and {@link #endStream} ends it. */
  void beginStream(String type) throws IOException {
    headers.put("Content-Type", type);
    headers.put("Transfer-Encoding", "chunked");
    writeHead(200);
    connection.flush();
    streaming = true;
  }

  void chunk(String text) throws IOException {
    int length = text.getBytes(UTF_8).length;
    connection.write(Integer.toHexString(length) + "\r\n" + text + "\r\n");
    connection.flush();
  }

  void endStream() throws IOException {
    if (streaming) {
      connection.write("0\r\n\r\n");
      connection.flush();
    }
  }

  /** Waits like {@link HttpConnection#peerStaysFor}; {@link ClientGone} when nobody is there any more. */
  void pause(long millis) throws IOException {
    if (!connection.peerStaysFor(millis)) {
      throw new ClientGone();
    }
  }

  private void writeHead(int code) throws IOException {
    status = code;
    StringBuilder head = new StringBuilder("HTTP/1.1 " + code + " " + REASONS.get(code) + "\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    connection.write(head.append("\r\n").toString());
  }

  /** The body is not the JSON object it should be. */
  static final class BadJson extends IOException {
    BadJson(String message) {
      super(message);
    }
  }

  /** The client closed the connection before its answer was complete. */
  static final class ClientGone extends IOException {
    ClientGone() {
      super("client gone");
    }
  }
}

package dev.ollakeep.testing.ollama;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the fake does beyond single answers: streams, state, records, and the moment in which a client goes away. */
class FakeOllamaTest {

  private final HttpClient client = HttpClient.newHttpClient();
  private FakeOllama ollama;

  @BeforeEach
  void start() throws IOException {
    ollama = FakeOllama.start(new InetSocketAddress("127.0.0.1", 0));
  }

  @AfterEach
  void stop() throws IOException {
    ollama.close();
  }

  @Test
  void streamsAsManyNumbersAsAsked() throws Exception {
    String request = "{\"model\":\"tiny\",\"prompt\":\"count ~\",\"options\":{\"num_predict\":12}}";
    HttpResponse<String> answer = post("/api/generate", request);
    List<String> lines = answer.body().lines().toList();
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
    assertThat(lines).hasSize(13);
    assertThat(lines.get(11)).contains("\"response\":\" two\"", "\"done\":false");
    assertThat(lines.get(12)).contains("\"done\":true", "\"done_reason\":\"length\"", "\"eval_count\":12");
  }

  @Test
  void saysItsSentenceToAnythingElse() throws Exception {
    assertThat(post("/api/chat", "{\"model\":\"tiny\",\"stream\":false,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}").body())
      .contains("The quick brown fox jumps over the lazy dog.", "\"done_reason\":\"stop\"");
  }

  @Test
  void speaksTheOtherDialects() throws Exception {
    String messages = "\"model\":\"tiny\",\"max_tokens\":3,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"~\"}]";
    HttpResponse<String> openAi = post("/v1/chat/completions", "{" + messages + "}");
    assertThat(openAi.headers().firstValue("Content-Type")).hasValue("text/event-stream");
    assertThat(openAi.body()).containsOnlyOnce("\"role\":\"assistant\"").contains("{\"content\":\" three\"}")
      .doesNotContain("four").endsWith("data: [DONE]\n\n");
    assertThat(post("/v1/messages", "{" + messages + "}").body())
      .startsWith("event: message_start\n").contains("\"text\":\" three\"").endsWith("data: {\"type\":\"message_stop\"}\n\n");
    assertThat(post("/v1/responses", "{\"model\":\"tiny\",\"input\":\"~\",\"max_output_tokens\":2,\"stream\":true}").body())
      .startsWith("event: response.created\n").contains("\"delta\":\" two\"", "event: response.completed\n");
    assertThat(post("/v1/completions", "{\"model\":\"tiny\",\"prompt\":\"~\",\"max_tokens\":2}").body())
      .contains("\"text\":\" one two\"");
    assertThat(post("/v1/embeddings", "{\"model\":\"tiny\",\"input\":\"x\"}").body()).contains("\"embedding\":[0.125");
  }

  @Test
  void tellsEverybodyHowMuchOfAPromptWasKnown() throws Exception {
    String messages = "\"model\":\"tiny\",\"max_tokens\":3,\"messages\":[{\"role\":\"user\",\"content\":\"~\"}]";
    assertThat(post("/api/chat", "{\"stream\":false," + messages + "}").body()).contains("\"prompt_eval_cached_count\":6");
    assertThat(post("/v1/chat/completions", "{" + messages + "}").body()).contains("\"cached_tokens\":6");
    assertThat(post("/v1/messages", "{" + messages + "}").body()).contains("\"cache_read_input_tokens\":6");
  }

  @Test
  void itsModelNeitherUsesToolsNorHears() throws Exception {
    assertThat(post("/v1/responses/compact", "{\"model\":\"tiny\",\"input\":\"x\"}").body())
      .contains("registry.ollama.ai/library/tiny:latest does not support tools");
    String form = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\nx\r\n"
      + "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\ntiny\r\n--b--\r\n";
    assertThat(RawClient.exchange(ollama.address(), "POST /v1/audio/transcriptions HTTP/1.1\r\nHost: localhost\r\n"
      + "Content-Type: multipart/form-data; boundary=b\r\nConnection: close\r\nContent-Length: " + form.length() + "\r\n\r\n" + form))
      .startsWith("HTTP/1.1 500 ").contains("image input is not supported");
  }

  @Test
  void stopsGeneratingWhenTheClientGoes() throws Exception {
    String body = "{\"model\":\"tiny\",\"prompt\":\"~\",\"options\":{\"fake_delay_ms\":5}}";
    try (Socket socket = new Socket(ollama.address().getAddress(), ollama.address().getPort())) {
      send(socket, body);
      BufferedReader reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
      readUntil(reader, "three");
      assertThat(ollama.generating()).isEqualTo(1);
    }
    await().until(() -> ollama.generating() == 0);
  }

  @Test
  void noticesAClientThatGoesBeforeTheFirstToken() throws Exception {
    try (Socket socket = new Socket(ollama.address().getAddress(), ollama.address().getPort())) {
      send(socket, "{\"model\":\"tiny\",\"prompt\":\"~\",\"options\":{\"fake_first_ms\":600000}}");
      await().until(() -> ollama.generating() == 1);
    }
    await().until(() -> ollama.generating() == 0);
  }

  @Test
  void closingCutsStreams() throws Exception {
    try (Socket socket = new Socket(ollama.address().getAddress(), ollama.address().getPort())) {
      send(socket, "{\"model\":\"tiny\",\"prompt\":\"~\",\"options\":{\"fake_delay_ms\":20}}");
      BufferedReader reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
      readUntil(reader, "one");
      ollama.close();
      assertThat(reader.lines()).noneMatch(line -> line.contains("\"done\":true"));
    }
  }

  @Test
  void recordsRequestsAsTheyCame() throws Exception {
    RawClient.exchange(ollama.address(), "POST /api/%73how?a=b HTTP/1.1\r\nhOsT: localhost\r\nX-A: 1\r\nX-A:2\r\n"
      + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
      + "4\r\n{\"mo\r\n3;x=y\r\ndel\r\n8\r\n\":\"tiny\"\r\n1\r\n}\r\n0\r\nT: t\r\n\r\n");
    assertThat(ollama.requests()).singleElement().satisfies(request -> {
      assertThat(request.method()).isEqualTo("POST");
      assertThat(request.target()).isEqualTo("/api/%73how?a=b");
      assertThat(request.path()).isEqualTo("/api/%73how");
      assertThat(request.headers()).contains("hOsT: localhost", "X-A:2");
      assertThat(request.headers("x-a")).containsExactly("1", "2");
      assertThat(request.bodyLength()).isEqualTo(16);
    });
  }

  @Test
  void countsEveryRequestAndKeepsTheLast() {
    RequestRecord record = new RequestRecord();
    for (int i = 0; i < 20_005; i++) {
      record.add(new RecordedRequest("GET", "/" + i, List.of(), 0));
    }
    assertThat(record.total()).isEqualTo(20_005);
    assertThat(record.list()).hasSize(20_000).last().extracting(RecordedRequest::target).isEqualTo("/20004");
    record.forget();
    assertThat(record.list()).isEmpty();
  }

  @Test
  void keepsConnectionsAndRefusesBrokenFraming() throws Exception {
    String twice = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\nGET /api/version HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    assertThat(RawClient.exchange(ollama.address(), twice)).contains("Ollama is running", "{\"version\":");
    String broken = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n";
    assertThat(RawClient.exchange(ollama.address(), broken)).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void pullsCopiesAndDeletes(@TempDir Path volume) throws Exception {
    ollama.close();
    ollama = FakeOllama.start(new InetSocketAddress("127.0.0.1", 0), FakeOllama.Settings.of(Models.in(volume)));
    assertThat(post("/api/pull", "{\"model\":\"llama3.2:3b\"}").body().lines().toList())
      .first().isEqualTo("{\"status\":\"pulling manifest\"}");
    assertThat(post("/api/pull", "{\"model\":\"missing\"}").body())
      .contains("{\"error\":\"pull model manifest: file does not exist\"}");
    assertThat(post("/api/copy", "{\"source\":\"llama3.2:3b\",\"destination\":\"mine\"}").statusCode()).isEqualTo(200);
    assertThat(send("DELETE", "/api/delete", "{\"model\":\"llama3.2:3b\"}").statusCode()).isEqualTo(200);
    assertThat(Models.in(volume).names()).containsExactly("mine:latest");
    assertThat(send("GET", "/api/tags", "").body()).contains("\"name\":\"mine:latest\"").doesNotContain("llama3.2");
  }

  @Test
  void anInterruptedPullGoesOn() throws Exception {
    try (Socket socket = new Socket(ollama.address().getAddress(), ollama.address().getPort())) {
      send(socket, "/api/pull", "{\"model\":\"big\",\"options\":{\"fake_delay_ms\":50}}");
      BufferedReader reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
      readUntil(reader, "\"completed\":62918");
    }
    await().until(() -> ollama.models().pulled("big") > 0);
    assertThat(ollama.models().names()).doesNotContain("big:latest");
    assertThat(post("/api/pull", "{\"model\":\"big\"}").body())
      .doesNotContain("\"completed\":31459,").contains("\"status\":\"success\"");
  }

  @Test
  void loadsAndUnloads() throws Exception {
    assertThat(post("/api/generate", "{\"model\":\"tiny\"}").body()).contains("\"done_reason\":\"load\"");
    assertThat(send("GET", "/api/ps", "").body()).contains("tiny:latest");
    assertThat(post("/api/generate", "{\"model\":\"tiny\",\"keep_alive\":0}").body()).contains("\"done_reason\":\"unload\"");
    assertThat(send("GET", "/api/ps", "").body()).isEqualTo("{\"models\":[]}");
  }

  private static void readUntil(BufferedReader reader, String text) throws IOException {
    for (String line = reader.readLine(); !line.contains(text); line = reader.readLine()) {
      assertThat(line).as("the stream before " + text).isNotNull();
    }
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return send("POST", path, body);
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(ollama.url() + path))
      .method(method, HttpRequest.BodyPublishers.ofString(body)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static void send(Socket socket, String body) throws IOException {
    send(socket, "/api/generate", body);
  }

  private static void send(Socket socket, String path, String body) throws IOException {
    String head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length() + "\r\n\r\n";
    socket.getOutputStream().write((head + body).getBytes(ISO_8859_1));
  }
}

package dev.ollakeep.operator.proxy.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.RequiresNginx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens leave the moment they arrive, and a client that goes away frees Ollama's only slot. */
@RequiresNginx
class StreamingTest {

  @RegisterExtension
  static final AttackRig RIG = new AttackRig(MatrixSettings.usual());
  private static final String REQUEST = "{\"model\":\"tiny\"}";

  @AfterEach
  void answerLikeOllamaAgain() {
    RIG.upstream().respondLikeOllama();
  }

  @Test
  void theFirstChunkArrivesBeforeTheSecondExists() throws Exception {
    CountDownLatch firstWasSeen = new CountDownLatch(1);
    RIG.upstream().respond(exchange -> {
      exchange.beginStream();
      exchange.chunk("first\n");
      assertThat(firstWasSeen.await(10, TimeUnit.SECONDS)).isTrue();
      exchange.chunk("second\n");
      exchange.endStream();
    });
    try (RawHttp client = new RawHttp(RIG.open())) {
      client.send(AttackRig.post("/api/generate", RIG.cast().next("user"), REQUEST));
      assertThat(client.head().startLine()).startsWith("HTTP/1.1 200");
      assertThat(client.chunk()).isEqualTo("first\n");
      firstWasSeen.countDown();
      assertThat(client.chunk()).isEqualTo("second\n");
      assertThat(client.chunk()).isEmpty();
    }
  }

  @Test
  void theHeadOfAnAnswerArrivesBeforeItsBody() throws Exception {
    CountDownLatch headWasSeen = new CountDownLatch(1);
    RIG.upstream().respond(exchange -> {
      exchange.beginStream();
      assertThat(headWasSeen.await(10, TimeUnit.SECONDS)).isTrue();
      exchange.endStream();
    });
    try (RawHttp client = new RawHttp(RIG.open())) {
      client.send(AttackRig.post("/v1/chat/completions", RIG.cast().next("user"), REQUEST));
      assertThat(client.head().startLine()).startsWith("HTTP/1.1 200");
      headWasSeen.countDown();
      assertThat(client.chunk()).isEmpty();
    }
  }

  @Test
  void anUploadArrivesBeforeItIsComplete() throws Exception {
    int mark = RIG.upstream().count();
    try (RawHttp client = new RawHttp(RIG.open())) {
      String whole = AttackRig.post(MatrixSettings.BLOB, RIG.cast().next("modelmanager"), "half and half");
      client.send(whole.substring(0, whole.length() - 8));
      Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> RIG.upstream().count() == mark + 1);
      client.send(whole.substring(whole.length() - 8));
      assertThat(client.answer(false).status()).isEqualTo(200);
    }
  }

  @Test
  void aClientThatVanishesMidStreamClosesTheUpstream() throws Exception {
    CompletableFuture<Void> gone = new CompletableFuture<>();
    RIG.upstream().respond(exchange -> {
      exchange.beginStream();
      exchange.chunk("first\n");
      exchange.awaitPeerGone();
      gone.complete(null);
    });
    try (RawHttp client = new RawHttp(RIG.open())) {
      client.send(AttackRig.post("/api/generate", RIG.cast().next("user"), REQUEST));
      client.head();
      assertThat(client.chunk()).isEqualTo("first\n");
      client.vanish();
      gone.get(2, TimeUnit.SECONDS);
    }
    RIG.upstream().respondLikeOllama();
    Answer next = RawHttp.ask(RIG.open(), AttackRig.request("GET /api/tags", RIG.cast().next("viewer")));
    assertThat(next.text()).as("nothing of the broken stream is left for the next request").isEqualTo("{\"version\":\"0.17.4\"}");
  }

  @Test
  void aClientThatLeavesBeforeTheFirstTokenClosesTheUpstream() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CompletableFuture<Void> gone = new CompletableFuture<>();
    RIG.upstream().respond(exchange -> {
      asked.countDown();
      exchange.awaitPeerGone();
      gone.complete(null);
    });
    try (RawHttp client = new RawHttp(RIG.open())) {
      client.send(AttackRig.post("/api/generate", RIG.cast().next("user"), REQUEST));
      assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();
    }
    gone.get(2, TimeUnit.SECONDS);
  }

  @Test
  void anAnswerBeforeTheBodyLeavesNothingOfTheBodyForTheNextRequest() throws IOException {
    String smuggled = "POST /api/push HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";
    int mark = RIG.upstream().count();
    RIG.upstream().respondEarly(exchange -> exchange.json(400, "{\"error\":\"early\"}"));
    String whole = AttackRig.post("/api/chat", RIG.cast().next("user"), "x".repeat(1000) + smuggled);
    try (RawHttp client = new RawHttp(RIG.open())) {
      client.send(whole.substring(0, whole.length() - smuggled.length()));
      assertThat(client.answer(false).text()).contains("early");
      RIG.upstream().respondLikeOllama();
      client.send(smuggled);
      Answer next = RawHttp.ask(RIG.open(), AttackRig.request("GET /api/tags", RIG.cast().next("viewer")));
      assertThat(next.text()).isEqualTo("{\"version\":\"0.17.4\"}");
    }
    assertThat(RIG.upstream().since(mark)).extracting(Head::startLine)
        .containsExactly("POST /api/chat HTTP/1.1", "GET /api/tags HTTP/1.1");
  }

  @Test
  void aWebsocketIsATunnelInBothDirectionsOnceTheUpstreamAgreed() throws IOException {
    RIG.upstream().respond(StreamingTest::switchAndShout);
    try (RawHttp client = new RawHttp(RIG.open())) {
      client.send(upgrade("GET /api/live", "websocket"));
      assertThat(client.head().startLine()).startsWith("HTTP/1.1 101");
      client.send("ping");
      assertThat(client.read(4)).isEqualTo("PING");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /api/tags", "GET /api/dead", "POST /api/live", "GET /API/LIVE", "HEAD /api/version"})
  void whereNoRouteAsksForAWebsocketTheUpstreamIsNotEvenAsked(String line) throws IOException {
    int mark = RIG.upstream().count();
    RIG.upstream().respond(StreamingTest::switchAndShout);
    Answer answer = RawHttp.ask(RIG.open(), upgrade(line, "websocket"));
    assertThat(answer.status()).as("%s", answer).isEqualTo(403);
    assertThat(RIG.upstream().since(mark)).isEmpty();
  }

  /** Java's HttpClient and {@code curl --http2} ask for it at every plain request. */
  @Test
  void anUpgradeToHttp2IsAnsweredAsAPlainRequest() throws Exception {
    var user = RIG.cast().next("viewer");
    var request = HttpRequest.newBuilder(URI.create("http://%s:%d/api/tags".formatted(RIG.open().getHostString(), RIG.open().getPort())))
        .header("Authorization", user.basic()).build();
    int mark = RIG.upstream().count();
    var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    assertThat(RIG.upstream().since(mark)).singleElement().satisfies(head -> {
      assertThat(head.has("Upgrade")).isFalse();
      assertThat(head.has("HTTP2-Settings")).isFalse();
    });
  }

  /** No directive of Nginx forbids it: docs/decisions/0008 says why that is borne. When this fails, that page is out of date. */
  @ParameterizedTest
  @ValueSource(strings = {"h2c", ""})
  void onlyAnUpstreamThatSwitchesUnaskedMakesATunnelOfAnotherUpgrade(String to) throws IOException {
    int mark = RIG.upstream().count();
    RIG.upstream().respond(StreamingTest::switchAndShout);
    try (RawHttp client = new RawHttp(RIG.open())) {
      client.send(upgrade("GET /api/tags", to));
      assertThat(client.head().startLine()).startsWith("HTTP/1.1 101");
    }
    assertThat(RIG.upstream().since(mark)).singleElement().satisfies(head -> assertThat(head.has("Upgrade")).isFalse());
  }

  /** An upstream that makes a tunnel of every request, and shouts back what it hears. */
  private static void switchAndShout(Exchange exchange) throws IOException {
    exchange.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
    exchange.write(exchange.read(4).toUpperCase(Locale.ROOT));
    exchange.awaitPeerGone();
  }

  private static String upgrade(String line, String to) {
    return AttackRig.request(line, RIG.cast().next("viewer"))
        .replace("\r\n\r\n", "\r\nConnection: Upgrade\r\nUpgrade: " + to + "\r\n\r\n");
  }

  @Test
  void anErrorOfOllamaKeepsItsOwnWords() throws IOException {
    RIG.upstream().respond(exchange -> exchange.json(404, "{\"error\":\"model 'nope' not found\"}"));
    Answer answer = RawHttp.ask(RIG.open(), AttackRig.post("/api/generate", RIG.cast().next("user"), REQUEST));
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text()).isEqualTo("{\"error\":\"model 'nope' not found\"}");
  }

  @Test
  void whatTheUpstreamSaysToAProxyIsNotObeyed() throws IOException {
    RIG.upstream().respond(exchange -> exchange.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Accel-Redirect: /_auth\r\n"
        + "Access-Control-Allow-Origin: *\r\nAccess-Control-Allow-Credentials: true\r\n\r\n{}"));
    Answer answer = RawHttp.ask(RIG.open(), AttackRig.post("/api/generate", RIG.cast().next("user"), REQUEST));
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("{}");
    assertThat(answer.head().has("Access-Control-Allow-Origin")).isFalse();
    assertThat(answer.head().has("Access-Control-Allow-Credentials")).isFalse();
  }
}

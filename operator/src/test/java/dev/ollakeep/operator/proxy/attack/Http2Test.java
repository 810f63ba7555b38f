package dev.ollakeep.operator.proxy.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.RequiresNginx;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** HTTP/2 with prior knowledge: what it can say that HTTP/1 cannot, and what comes of it when it is turned into HTTP/1 for Ollama. */
@RequiresNginx
class Http2Test {

  @RegisterExtension
  static final AttackRig RIG = new AttackRig(MatrixSettings.usual());

  @TestFactory
  Stream<DynamicTest> rows() {
    List<List<String>> blocks = AttackFile.blocks("http2.txt");
    System.out.println("attack matrix over HTTP/2: " + blocks.size() + " rows");
    return IntStream.range(0, blocks.size())
        .mapToObj(number -> DynamicTest.dynamicTest(blocks.get(number).get(0), () -> run(blocks.get(number), number)));
  }

  private static void run(List<String> block, int number) throws IOException {
    int mark = RIG.upstream().count();
    Spelling spelling = new Spelling(who -> RIG.cast().login(who, number));
    List<String> headers = block.subList(2, block.size()).stream().flatMap(Http2Test::fields).map(spelling::bytes).toList();
    Http2Answers.StreamAnswer answer = ask(new Http2Frames().headers(1, true, headers));
    assertThat(block.get(1).split("\\|")).as("%s: status of %s", block.get(0), answer).contains(Integer.toString(answer.status()));
    if (answer.status() >= 400) {
      Dialect.of(path(headers)).assertErrorBody(answer.body());
    }
    List<Head> seen = RIG.upstream().since(mark);
    assertThat(seen).as("%s: requests that reached the upstream", block.get(0)).hasSize(answer.status() == 200 ? 1 : 0);
    seen.forEach(AttackCheck::checkAnyRequest);
  }

  private static Stream<String> fields(String line) {
    return line.startsWith("GET ")
        ? Stream.of(":method: GET", ":scheme: http", ":path: " + line.substring(4), ":authority: ollama.test") : Stream.of(line);
  }

  @Test
  void aBodyLongerThanAnnouncedHidesNoSecondRequest() throws IOException {
    int mark = RIG.upstream().count();
    String smuggled = "{}POST /api/push HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";
    Http2Answers.StreamAnswer answer = ask(new Http2Frames().headers(1, false, post("content-length: 2")).data(1, true, smuggled));
    assertThat(answer.status()).isIn(400, Http2Answers.RESET, 200);
    assertOnlyGenerationsSince(mark);
  }

  @Test
  void aBodyShorterThanAnnouncedTakesNothingFromTheNextRequest() throws IOException {
    int mark = RIG.upstream().count();
    Http2Answers.StreamAnswer answer = ask(new Http2Frames().headers(1, false, post("content-length: 50")).data(1, true, "{}"));
    assertThat(answer.status()).isIn(400, Http2Answers.RESET);
    assertOnlyGenerationsSince(mark);
    assertThat(RawHttp.ask(RIG.open(), AttackRig.request("GET /api/tags", RIG.cast().next("viewer"))).status()).isEqualTo(200);
  }

  @Test
  void streamsOfOneConnectionCountAgainstTheLimitOfGenerations() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    int mark = RIG.upstream().count();
    RIG.upstream().respond(exchange -> {
      release.await();
      exchange.json(200, "{}");
    });
    Login greedy = RIG.cast().next("user");
    Http2Frames frames = new Http2Frames();
    for (int stream = 1; stream <= 9; stream += 2) {
      frames.headers(stream, true, List.of(":method: POST", ":scheme: http", ":path: /api/chat", ":authority: x",
          "authorization: " + greedy.basic()));
    }
    try (Http2Answers answers = new Http2Answers(RIG.open(), frames.bytes())) {
      assertThat(answers.firstStatus()).as("one of five streams of a user who may have four").isEqualTo(429);
      // Those that may go on arrive now, and not during another test.
      Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> RIG.upstream().count() == mark + 4);
    } finally {
      release.countDown();
      RIG.upstream().respondLikeOllama();
    }
  }

  @Test
  void streamsOfOneConnectionDoNotShareAnIdentity() throws IOException {
    List<String> admin = List.of(":method: POST", ":scheme: http", ":path: /api/push", ":authority: x",
        "authorization: " + RIG.cast().next("admin").basic());
    List<String> anonymous = List.of(":method: POST", ":scheme: http", ":path: /api/push", ":authority: x");
    int mark = RIG.upstream().count();
    byte[] frames = new Http2Frames().headers(1, true, admin).headers(3, true, anonymous).bytes();
    try (Http2Answers answers = new Http2Answers(RIG.open(), frames)) {
      assertThat(answers.answer(3).status()).isEqualTo(401);
      Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> RIG.upstream().count() == mark + 1);
    }
  }

  private static List<String> post(String more) {
    return List.of(":method: POST", ":scheme: http", ":path: /api/generate", ":authority: x",
        "authorization: " + RIG.cast().next("user").basic(), more);
  }

  private static void assertOnlyGenerationsSince(int mark) {
    assertThat(RIG.upstream().since(mark)).allSatisfy(head -> assertThat(head.startLine()).isEqualTo("POST /api/generate HTTP/1.1"));
  }

  private static Http2Answers.StreamAnswer ask(Http2Frames frames) throws IOException {
    try (Http2Answers answers = new Http2Answers(RIG.open(), frames.bytes())) {
      return answers.answer(1);
    }
  }

  private static String path(List<String> headers) {
    return headers.stream().filter(header -> header.startsWith(":path: ")).findFirst().map(header -> header.substring(7)).orElse("");
  }
}

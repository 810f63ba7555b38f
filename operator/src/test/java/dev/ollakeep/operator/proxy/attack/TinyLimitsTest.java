package dev.ollakeep.operator.proxy.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.RequiresNginx;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Limits small enough to be reached: two generations in total, one per user, bodies of 64 KiB. */
@RequiresNginx
class TinyLimitsTest {

  @RegisterExtension
  static final AttackRig RIG = new AttackRig(MatrixSettings.tiny());
  private static final String TOO_BIG = "x".repeat(MatrixSettings.SMALL_BODY + 1);
  private static final String JUST_FITS = "x".repeat(MatrixSettings.SMALL_BODY);

  @AfterEach
  void answerLikeOllamaAgain() {
    RIG.upstream().respondLikeOllama();
  }

  @Test
  void theThirdGenerationInTotalIsRefusedWhoeverAsks() throws IOException {
    CountDownLatch release = new CountDownLatch(1);
    RIG.upstream().respond(exchange -> {
      exchange.beginStream();
      release.await();
      exchange.endStream();
    });
    String request = AttackRig.post("/api/generate", RIG.cast().next("user"), "{}");
    String another = AttackRig.post("/api/generate", RIG.cast().next("user"), "{}");
    try (RawHttp first = new RawHttp(RIG.open()); RawHttp second = new RawHttp(RIG.open())) {
      first.send(request);
      first.head();
      assertThat(RawHttp.ask(RIG.open(), request).status()).as("the second one of the same user").isEqualTo(429);
      second.send(another);
      second.head();
      Answer third = RawHttp.ask(RIG.open(), AttackRig.post("/v1/messages", RIG.cast().next("admin"), "{}"));
      assertThat(third.status()).isEqualTo(429);
      Dialect.ANTHROPIC.assertError(third);
      release.countDown();
    }
  }

  @Test
  void aBodyOverTheLimitIsRefusedByItsAnnouncedLength() throws IOException {
    int mark = RIG.upstream().count();
    for (String path : new String[] {"/api/chat", "/v1/chat/completions", "/v1/messages"}) {
      Answer answer = RawHttp.ask(RIG.open(), AttackRig.post(path, RIG.cast().next("user"), TOO_BIG));
      assertThat(answer.status()).isEqualTo(413);
      Dialect.of(path).assertError(answer);
    }
    assertThat(RIG.upstream().count()).isEqualTo(mark);
  }

  @Test
  void aBodyOverTheLimitIsRefusedBeforeItIsSent() throws IOException {
    try (RawHttp client = new RawHttp(RIG.open())) {
      String whole = AttackRig.post("/api/chat", RIG.cast().next("user"), TOO_BIG);
      client.send(whole.substring(0, whole.length() - TOO_BIG.length()));
      assertThat(client.answer(false).status()).isEqualTo(413);
    }
  }

  @Test
  void aChunkedBodyOverTheLimitIsRefusedWhereItPassesIt() throws IOException {
    Answer answer = RawHttp.ask(RIG.open(), chunked("/api/chat", "user", TOO_BIG));
    assertThat(answer.status()).isEqualTo(413);
    Dialect.OLLAMA.assertError(answer);
  }

  @Test
  void aBodyAtTheLimitPasses() throws IOException {
    assertThat(RawHttp.ask(RIG.open(), AttackRig.post("/api/chat", RIG.cast().next("user"), JUST_FITS)).status()).isEqualTo(200);
    assertThat(RawHttp.ask(RIG.open(), chunked("/api/chat", "user", JUST_FITS)).status()).isEqualTo(200);
  }

  @Test
  void aBlobIsNotLimited() throws IOException {
    String blob = "x".repeat(2 * 1024 * 1024);
    String whole = AttackRig.post(MatrixSettings.BLOB, RIG.cast().next("modelmanager"), blob);
    assertThat(RawHttp.ask(RIG.open(), whole).status()).isEqualTo(200);
    assertThat(RawHttp.ask(RIG.open(), chunked(MatrixSettings.BLOB, "admin", blob)).status()).isEqualTo(200);
  }

  @Test
  void aBlobOfSomebodyWhoMayNotIsRefusedBeforeItIsSent() throws IOException {
    int mark = RIG.upstream().count();
    String blob = "x".repeat(100_000);
    try (RawHttp client = new RawHttp(RIG.open())) {
      String whole = AttackRig.post(MatrixSettings.BLOB, RIG.cast().next("user"), blob);
      client.send(whole.substring(0, whole.length() - blob.length()));
      assertThat(client.answer(false).status()).isEqualTo(403);
    }
    assertThat(RIG.upstream().count()).isEqualTo(mark);
  }

  @Test
  void aPathThatOnlyLooksLikeABlobIsLimited() throws IOException {
    String huge = "x".repeat(MatrixSettings.SMALL_BODY * 2);
    for (String path : new String[] {"/api/blobs", "/api/blobsx", "/api/generate?/api/blobs/"}) {
      assertThat(RawHttp.ask(RIG.open(), AttackRig.post(path, RIG.cast().next("admin"), huge)).status()).as(path).isIn(403, 413);
    }
  }

  private static String chunked(String path, String role, String body) {
    return "POST " + path + " HTTP/1.1\r\nHost: ollama.test\r\nAuthorization: " + RIG.cast().next(role).basic()
        + "\r\nTransfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
  }
}

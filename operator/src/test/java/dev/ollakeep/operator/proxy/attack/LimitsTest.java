package dev.ollakeep.operator.proxy.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.RequiresNginx;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A user who takes more than a share gets 429 in the client's dialect, and nobody else notices. */
@RequiresNginx
class LimitsTest {

  private static final int PER_USER = 4;
  private static final int BURST = 40;
  @RegisterExtension
  static final AttackRig RIG = new AttackRig(MatrixSettings.usual());
  private final List<RawHttp> running = new ArrayList<>();
  private CountDownLatch release;

  @BeforeEach
  void holdStreamsOpen() {
    release = new CountDownLatch(1);
    RIG.upstream().respond(exchange -> {
      exchange.beginStream();
      exchange.chunk("first\n");
      release.await();
      exchange.endStream();
    });
  }

  @AfterEach
  void letGo() throws IOException {
    release.countDown();
    for (RawHttp client : running) {
      client.close();
    }
  }

  @Test
  void theFifthGenerationOfAUserIsRefusedAndAnotherUserIsNot() throws IOException {
    Login greedy = RIG.cast().next("user");
    for (int i = 0; i < PER_USER; i++) {
      begin("/api/generate", greedy);
    }
    assertTooMany(Dialect.OLLAMA, ask("/api/chat", greedy));
    assertTooMany(Dialect.OPENAI, ask("/v1/chat/completions", greedy));
    assertTooMany(Dialect.ANTHROPIC, ask("/v1/messages", greedy));
    begin("/api/generate", RIG.cast().next("user"));
  }

  @Test
  void everyKindOfGenerationCounts() throws IOException {
    Login greedy = RIG.cast().next("user");
    for (String path : List.of("/v1/messages", "/api/embed", "/v1/responses", "/v1/audio/transcriptions")) {
      begin(path, greedy);
    }
    for (String path : List.of("/api/generate", "/api/chat", "/api/embed", "/api/embeddings", "/v1/completions", "/v1/embeddings")) {
      assertTooMany(Dialect.of(path), ask(path, greedy));
    }
  }

  @Test
  void aUserAtTheLimitStillListsModels() throws IOException {
    Login greedy = RIG.cast().next("user");
    for (int i = 0; i < PER_USER; i++) {
      begin("/api/generate", greedy);
    }
    RIG.upstream().respondLikeOllama();
    Answer listing = RawHttp.ask(RIG.open(), AttackRig.request("GET /api/tags", greedy));
    assertThat(listing.status()).isEqualTo(200);
  }

  @Test
  void anEndedGenerationMakesRoom() throws IOException {
    Login user = RIG.cast().next("user");
    for (int i = 0; i < PER_USER; i++) {
      begin("/api/generate", user);
    }
    assertTooMany(Dialect.OLLAMA, ask("/api/generate", user));
    release.countDown();
    for (RawHttp client : running) {
      assertThat(client.chunk()).isEmpty();
    }
    RIG.upstream().respondLikeOllama();
    assertThat(ask("/api/generate", user).status()).isEqualTo(200);
  }

  @Test
  void queryAndFormOfCredentialsDoNotMakeAnotherUser() throws IOException {
    Login greedy = RIG.cast().next("user");
    for (int i = 0; i < PER_USER; i++) {
      begin("/api/generate?n=" + i, greedy);
    }
    assertTooMany(Dialect.OLLAMA, ask("/api/generate?n=other", greedy));
    String bearer = AttackRig.post("/api/generate", greedy, "{}").replace("Basic ", "Bearer olk_");
    assertTooMany(Dialect.OLLAMA, RawHttp.ask(RIG.open(), bearer));
  }

  @Test
  void refusedRequestsTakeNobodysShare() throws IOException {
    Login victim = RIG.cast().next("user");
    Login wrong = new Login(victim.name(), "wrong-password-0002");
    for (int i = 0; i < 2 * BURST; i++) {
      assertThat(ask("/api/generate", wrong).status()).isEqualTo(401);
    }
    begin("/api/generate", victim);
  }

  @Test
  void aFloodOfRequestsIsRefusedForItsUserOnly() throws IOException {
    RIG.upstream().respondLikeOllama();
    Login greedy = RIG.cast().next("viewer");
    List<Integer> statuses = new ArrayList<>();
    try (RawHttp client = new RawHttp(RIG.open())) {
      for (int i = 0; i < 3 * BURST; i++) {
        client.send(AttackRig.request("GET /v1/models", greedy));
        Answer answer = client.answer(false);
        statuses.add(answer.status());
        if (answer.status() != 200) {
          assertTooMany(Dialect.OPENAI, answer);
        }
      }
    }
    assertThat(Collections.frequency(statuses, 200)).isGreaterThan(BURST);
    assertThat(Collections.frequency(statuses, 429)).isPositive();
    assertThat(RawHttp.ask(RIG.open(), AttackRig.request("GET /v1/models", RIG.cast().next("viewer"))).status()).isEqualTo(200);
  }

  private void begin(String path, Login login) throws IOException {
    RawHttp client = new RawHttp(RIG.open());
    running.add(client);
    client.send(AttackRig.post(path, login, "{}"));
    assertThat(client.head().startLine()).startsWith("HTTP/1.1 200");
    assertThat(client.chunk()).isEqualTo("first\n");
  }

  private static Answer ask(String path, Login login) throws IOException {
    return RawHttp.ask(RIG.open(), AttackRig.post(path, login, "{}"));
  }

  private static void assertTooMany(Dialect dialect, Answer answer) throws IOException {
    assertThat(answer.status()).as("%s", answer).isEqualTo(429);
    assertThat(answer.head().value("Retry-After").map(Integer::parseInt)).hasValueSatisfying(wait -> assertThat(wait).isPositive());
    dialect.assertError(answer);
  }
}

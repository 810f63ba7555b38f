package dev.ollakeep.operator.proxy.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ollakeep.testing.RequiresNginx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One JSON line per request: who, as what, which path, and never with what. */
@RequiresNginx
class AccessLogTest {

  @RegisterExtension
  static final AttackRig RIG = new AttackRig(MatrixSettings.usual());

  @Test
  void aRequestIsLoggedWithUserRoleMethodAndPathWithoutItsQuery() throws IOException {
    Login user = RIG.cast().next("user");
    JsonNode line = lineOf(ask("POST /api/generate?hidden-in-the-query HTTP/1.1", user.basic()));
    assertThat(line.path("user").asText()).isEqualTo(user.name());
    assertThat(line.path("role").asText()).isEqualTo("user");
    assertThat(line.path("credential").asText()).isEqualTo("current");
    assertThat(line.path("method").asText()).isEqualTo("POST");
    assertThat(line.path("path").asText()).isEqualTo("/api/generate");
    assertThat(line.path("status").asInt()).isEqualTo(200);
    assertThat(line.path("client").asText()).isEqualTo("127.0.0.1");
    assertThat(line.path("bytes").asInt()).isPositive();
    assertThat(line.path("duration").isNumber()).as("%s", line).isTrue();
    assertThat(line.path("firstByte").asText()).matches("\\d+\\.\\d+");
    assertThat(RIG.nginx().accessLog()).doesNotContain("hidden-in-the-query");
  }

  @Test
  void aRefusedRequestNamesNobodyItDidNotVerify() throws IOException {
    Login wrong = new Login(RIG.cast().next("admin").name(), "wrong-password-0003");
    JsonNode line = lineOf(ask("GET /api/tags HTTP/1.1", wrong.basic()));
    assertThat(line.path("status").asInt()).isEqualTo(401);
    assertThat(line.path("user").asText()).isEmpty();
    assertThat(line.path("role").asText()).isEmpty();
  }

  @Test
  void aForgedIdentityIsNotLogged() throws IOException {
    JsonNode line = lineOf(ask("GET /api/tags HTTP/1.1", "none\r\nX-Ollakeep-User: forged-user\r\nX-Ollakeep-Role: admin"));
    assertThat(line.path("user").asText()).isEmpty();
    assertThat(line.path("role").asText()).isEmpty();
    assertThat(RIG.nginx().accessLog()).doesNotContain("forged-user");
  }

  @Test
  void aRefusedRoleIsLoggedWithItsUserAndTheMethodThatWasAsked() throws IOException {
    Login viewer = RIG.cast().next("viewer");
    JsonNode line = lineOf(ask("DELETE /api/delete HTTP/1.1", viewer.basic()));
    assertThat(line.path("status").asInt()).isEqualTo(403);
    assertThat(line.path("user").asText()).isEqualTo(viewer.name());
    assertThat(line.path("role").asText()).isEqualTo("viewer");
    assertThat(line.path("method").asText()).isEqualTo("DELETE");
    assertThat(line.path("path").asText()).isEqualTo("/api/delete");
  }

  @Test
  void whatAClientWritesCannotBreakALine() throws IOException {
    JsonNode line = lineOf(ask("GET /api/\",\"user\":\"admin HTTP/1.1", RIG.cast().next("viewer").basic()));
    assertThat(line.path("status").asInt()).isEqualTo(400);
    assertThat(line.path("user").asText()).isNotEqualTo("admin");
  }

  @Test
  void theLogIsUtf8WhateverBytesAClientSends() throws Exception {
    lineOf(ask("GET /api/\u00ff\u00fe\u00c3 HTTP/1.1", RIG.cast().next("viewer").basic()));
    byte[] bytes = RIG.nginx().accessLog().getBytes(StandardCharsets.ISO_8859_1);
    assertThat(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString()).isNotEmpty();
  }

  @Test
  void aRequestThatCannotBeParsedIsALineToo() throws IOException {
    JsonNode line = lineOf(RawHttp.ask(RIG.open(), "GET /api/tags HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"));
    assertThat(line.path("status").asInt()).isEqualTo(400);
  }

  private static Answer ask(String line, String authorization) throws IOException {
    return RawHttp.ask(RIG.open(), line + "\r\nHost: ollama.test\r\nAuthorization: " + authorization + "\r\nContent-Length: 0\r\n\r\n");
  }

  /** The line is written after the answer was sent, so it may come a moment later. */
  private static JsonNode lineOf(Answer answer) {
    String id = answer.head().value("X-Request-Id").orElseThrow();
    return Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> RIG.accessLines().stream()
        .filter(line -> line.path("id").asText().equals(id)).toList(), found -> found.size() == 1).get(0);
  }
}

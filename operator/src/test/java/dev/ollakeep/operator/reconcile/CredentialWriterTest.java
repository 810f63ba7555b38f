package dev.ollakeep.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ollakeep.operator.credentials.CredentialStep;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialWriterTest {

  private static final String SECRETS = "/api/v1/namespaces/ai/secrets";
  private static final String ONE = SECRETS + "/hello-alice-credentials";
  private static final String PASSWORD = "c2VjcmV0LXRleHQtMTIz";

  private ScriptedApi api;
  private CredentialWriter writer;

  @BeforeEach
  void start() {
    api = ScriptedApi.start();
    writer = new CredentialWriter(api.client());
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void aCreationIsAPost() throws Exception {
    api.script().expect().post().withPath(SECRETS).andReturn(201, secret(null)).once();

    assertThat(execute(create())).isTrue();
    assertThat(api.requests()).singleElement().asString().startsWith("POST " + SECRETS);
  }

  @Test
  void aChangeIsAPutOfTheVersionThatWasSeen() throws Exception {
    api.script().expect().put().withPath(ONE).andReturn(200, secret("8")).once();

    assertThat(execute(update())).isTrue();
    assertThat(api.requests()).singleElement().asString().startsWith("PUT " + ONE).contains("\"resourceVersion\":\"7\"");
  }

  @Test
  void aDeletionNamesTheVersionThatWasSeen() throws Exception {
    api.script().expect().delete().withPath(ONE).andReturn(200, secret("7")).once();

    assertThat(execute(delete())).isTrue();
    assertThat(api.requests()).singleElement().asString()
        .startsWith("DELETE " + ONE).contains("\"preconditions\":{\"resourceVersion\":\"7\"}");
  }

  @Test
  void whoeverIsTooLateLooksAgain() {
    api.script().expect().post().withPath(SECRETS).andReturn(409, ScriptedApi.status(409, "AlreadyExists", "")).once();
    api.script().expect().put().withPath(ONE).andReturn(409, ScriptedApi.status(409, "Conflict", "")).once();
    api.script().expect().delete().withPath(ONE).andReturn(409, ScriptedApi.status(409, "Conflict", "")).once();

    assertThat(execute(create())).isFalse();
    assertThat(execute(update())).isFalse();
    assertThat(execute(delete())).isFalse();
  }

  @Test
  void whatIsGoneIsLookedForAgain() {
    api.script().expect().put().withPath(ONE).andReturn(404, ScriptedApi.status(404, "NotFound", "")).always();

    assertThat(execute(update())).isFalse();
  }

  @Test
  void aBriefOutageIsBridged() {
    api.script().expect().post().withPath(SECRETS).andReturn(503, "").once();
    api.script().expect().post().withPath(SECRETS).andReturn(201, secret(null)).once();

    assertThat(execute(create())).isTrue();
  }

  @Test
  void aWriteWhoseAnswerWasLostIsLookedForNotRepeatedBlindly() {
    api.script().expect().post().delay(2 * ScriptedApi.REQUEST_MILLIS, TimeUnit.MILLISECONDS)
        .withPath(SECRETS).andReturn(201, secret(null)).once();
    api.script().expect().post().withPath(SECRETS).andReturn(409, ScriptedApi.status(409, "AlreadyExists", "")).always();

    var failure = catchThrowableOfType(ApiFailure.class, () -> assertThat(execute(create())).isFalse());

    if (failure != null) {
      assertThat(failure).hasMessageContaining("no answer");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 422, 500})
  void aRefusalNamesTheSecretAndNeverQuotesIt(int code) {
    api.script().expect().put().withPath(ONE).andReturn(code, ScriptedApi.status(code, "Invalid", "data: " + PASSWORD)).always();

    var failure = catchThrowableOfType(ApiFailure.class, () -> execute(update()));

    assertThat(failure).hasMessageContaining("ai/hello-alice-credentials").hasMessageContaining("HTTP " + code);
    var trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).doesNotContain(PASSWORD);
  }

  private boolean execute(CredentialStep step) {
    return writer.execute(ScriptedApi.server(), step).done();
  }

  private static CredentialStep create() {
    return new CredentialStep.Create(secret(null), List.of());
  }

  private static CredentialStep update() {
    return new CredentialStep.Update(secret("7"), List.of());
  }

  private static CredentialStep delete() {
    return new CredentialStep.Delete("hello-alice-credentials", "7", List.of());
  }

  private static Secret secret(String version) {
    return new SecretBuilder()
        .withNewMetadata().withName("hello-alice-credentials").withNamespace("ai").withResourceVersion(version).endMetadata()
        .addToData("password", PASSWORD)
        .build();
  }
}

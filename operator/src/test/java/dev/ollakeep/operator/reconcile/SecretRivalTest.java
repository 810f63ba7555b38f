package dev.ollakeep.operator.reconcile;

import static dev.ollakeep.operator.reconcile.TestNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import dev.ollakeep.testing.SideBySide;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever changes Secrets of the operator's, at admission or after each write, is told about and not fought; rotations go on. */
@RequiresApiServer
class SecretRivalTest {

  private static final int MOST_WRITES = 5;
  private TestNamespace namespace;
  private OperatorUnderTest operator;
  private ScheduledExecutorService rival;

  @BeforeEach
  void start(ApiServer api) {
    namespace = new TestNamespace(api.client(), api.freshNamespace("rival"));
    operator = OperatorUnderTest.start(api, namespace.name());
    namespace.create("hello", "alice=User", "bob=User");
    namespace.settled("hello");
    operator.requests().clear();
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (rival != null) {
      rival.shutdown();
      assertThat(rival.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
    operator.close();
  }

  @SideBySide
  @Test
  void aLabelThatAPolicySetsHoldsNothingUp() {
    try (var rules = SecretRules.relabelling(namespace)) {
      suspendAlice();

      eventually(() -> assertThat(namespace.secret("hello-proxy-auth", "htpasswd").orElseThrow()).doesNotContain("alice"));
      eventually(() -> assertThat(namespace.reason("hello", "Altered")).isEqualTo("ChangedAtAdmission"));
      assertThat(namespace.condition("hello", "Altered").orElseThrow().message()).contains(
          "Secret hello-proxy-auth is changed when it is written: "
              + "metadata.labels.app.kubernetes.io/managed-by is platform instead of ollakeep");
      staysQuiet("/secrets/hello-proxy-auth");
      assertThat(namespace.condition("hello", "Stalled")).isEmpty();
      assertThat(Long.parseLong(namespace.secret("hello-proxy-auth", "revision").orElseThrow()))
          .as("no further ahead of the clock than two writes").isLessThan(Instant.now().getEpochSecond() + 5);

      rotate("emergency");
      eventually(() -> assertThat(answered("hello-bob-credentials")).isEqualTo("emergency"));
      eventually(() -> assertThat(namespace.server("hello").getStatus().observedGeneration())
          .isEqualTo(namespace.server("hello").getMetadata().getGeneration()));
    }
  }

  @SideBySide
  @Test
  void aNoteThatAPolicyTakesAwayIsToldAndHoldsNobodyElseUp() {
    try (var rules = SecretRules.strippingRequests(namespace)) {
      rotate("emergency");

      eventually(() -> assertThat(namespace.reason("hello", "Stalled")).isEqualTo("CredentialContention"));
      assertThat(namespace.condition("hello", "Stalled").orElseThrow().message())
          .contains("metadata.annotations.ollakeep.dev/server-request-id of Secret hello-");
      suspendAlice();
      eventually(() -> assertThat(namespace.secret("hello-proxy-auth", "htpasswd").orElseThrow()).doesNotContain("alice"));
      operator.requests().clear();
      staysQuiet("/secrets/hello-bob-credentials");
    }
  }

  @SideBySide
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "hello-bob-credentials | {\"metadata\":{\"labels\":{\"app.kubernetes.io/managed-by\":\"platform\"}}} | "
        + "metadata.labels.app.kubernetes.io/managed-by",
    "hello-bob-credentials | {\"data\":{\"host\":\"bm93aGVyZQ==\"}} | data.host",
    "hello-proxy-auth | {\"metadata\":{\"labels\":{\"app.kubernetes.io/managed-by\":\"platform\"}}} | "
        + "metadata.labels.app.kubernetes.io/managed-by",
    "hello-proxy-auth | {\"data\":{\"htpasswd\":\"\"}} | data.htpasswd",
  })
  void whoeverKeepsChangingASecretIsNamedAndNotFought(String secret, String patch, String field) {
    var context = new PatchContext.Builder().withPatchType(PatchType.JSON_MERGE).withFieldManager("gardener").build();
    again(secret, patch.contains("htpasswd") ? seen -> !seen.getData().get("htpasswd").isEmpty()
        : seen -> !"platform".equals(seen.getMetadata().getLabels().get("app.kubernetes.io/managed-by"))
            && !"bm93aGVyZQ==".equals(seen.getData().get("host")), patch, context);

    eventually(() -> assertThat(namespace.reason("hello", "Stalled")).isEqualTo("CredentialContention"));
    assertThat(namespace.condition("hello", "Stalled").orElseThrow().message())
        .contains("field manager gardener keeps changing " + field + " of Secret " + secret);
    staysQuiet("/secrets/" + secret);

    suspendAlice();
    eventually(() -> assertThat(namespace.secret("hello-proxy-auth", "role.User.alice")).isEmpty());
  }

  private void suspendAlice() {
    namespace.edit("hello", "{\"spec\":{\"auth\":{\"users\":[{\"name\":\"alice\",\"role\":\"User\",\"suspended\":true},"
        + "{\"name\":\"bob\",\"role\":\"User\"}]}}}");
  }

  private void rotate(String request) {
    namespace.edit("hello", "{\"spec\":{\"auth\":{\"rotation\":{\"requestId\":\"" + request + "\",\"gracePeriod\":\"0s\"}}}}");
  }

  private String answered(String secret) {
    return namespace.client().secrets().inNamespace(namespace.name()).withName(secret).get()
        .getMetadata().getAnnotations().get("ollakeep.dev/server-request-id");
  }

  private void staysQuiet(String object) {
    await().during(Duration.ofSeconds(5)).atMost(Duration.ofSeconds(60)).untilAsserted(() ->
        assertThat(operator.requests().writes().stream().filter(call -> call.endsWith(object))).hasSizeLessThanOrEqualTo(MOST_WRITES));
  }

  private void again(String name, Predicate<Secret> asTheOperatorWants, String patch, PatchContext context) {
    var secret = namespace.client().secrets().inNamespace(namespace.name()).withName(name);
    rival = Executors.newSingleThreadScheduledExecutor();
    rival.scheduleWithFixedDelay(() -> {
      try {
        if (asTheOperatorWants.test(secret.get())) {
          secret.patch(context, patch);
        }
      } catch (KubernetesClientException notNow) {
        Thread.yield();
      }
    }, 0, 20, TimeUnit.MILLISECONDS);
  }
}

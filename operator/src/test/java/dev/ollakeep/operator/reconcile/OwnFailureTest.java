package dev.ollakeep.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.api.v1alpha1.Condition;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.api.v1alpha1.OllamaServerStatus;
import dev.ollakeep.operator.configuration.OperatorConfig;
import dev.ollakeep.operator.credentials.Fresh;
import dev.ollakeep.operator.plan.Planner;
import dev.ollakeep.operator.probe.PodConnections;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where the operator itself fails on a server, the last status is not left as if it still held. */
class OwnFailureTest {

  private static final Clock NOW = Clock.fixed(Instant.parse("2026-11-01T00:00:00Z"), ZoneOffset.UTC);
  private static final String SECRET = "olk_what-lay-in-a-secret";

  private final ScriptedApi api = ScriptedApi.start();
  private final OllamaServerReconciler reconciler = new OllamaServerReconciler(
      Shell.of(api.client(), NOW, nobody(), new SimpleMeterRegistry()),
      new Planner(OperatorConfig.of(Map.of()).defaults()), () -> new Fresh(new byte[32]));

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void isToldWhenItComesAgain() throws Exception {
    var failure = new OperatorException(new DateTimeException("cannot add to " + SECRET));

    reconciler.updateErrorStatus(ready(), context(1), failure);

    assertThat(api.requests()).filteredOn(request -> request.contains("/status")).first().asString()
        .containsPattern("\"type\":\"Ready\",\"status\":\"False\",[^}]*\"reason\":\"InternalError\"")
        .containsPattern("\"type\":\"Stalled\",\"status\":\"True\",[^}]*\"reason\":\"InternalError\"")
        .contains("DateTimeException", "\"reason\":\"Issued\"", "\"serverVersion\":\"0.34.2\"")
        .doesNotContain(SECRET);
  }

  @Test
  void isNotToldTheFirstTime() throws Exception {
    reconciler.updateErrorStatus(ready(), context(0), new IllegalStateException("in the middle of an end"));

    assertThat(api.requests()).isEmpty();
  }

  @Test
  void aCallThatFailsIsNone() throws Exception {
    var unanswered = new KubernetesClientException("no answer");

    reconciler.updateErrorStatus(ready(), context(5), new OperatorException(new ApiFailure("reading", unanswered)));
    reconciler.updateErrorStatus(ready(), context(5), new OperatorException(unanswered));

    assertThat(api.requests()).isEmpty();
  }

  private static PodConnections nobody() {
    return (PodConnections) Proxy.newProxyInstance(PodConnections.class.getClassLoader(), new Class<?>[] {PodConnections.class},
        (proxy, method, arguments) -> {
          throw new UnsupportedOperationException(method.getName());
        });
  }

  private static OllamaServer ready() {
    var server = ScriptedApi.server();
    server.setStatus(new OllamaServerStatus(1L, null, List.of(), "0.34.2", null, 1, 1, "", null, null, null, List.of(
        new Condition("Ready", "True", 1L, "2026-10-01T00:00:00Z", "AllReady", "Everything that was asked for works"),
        new Condition("CertificateReady", "True", 1L, "2026-10-01T00:00:00Z", "Issued", "valid"))));
    return server;
  }

  @SuppressWarnings("unchecked")
  private static Context<OllamaServer> context(int attempt) {
    var retry = new RetryInfo() {
      @Override
      public int getAttemptCount() {
        return attempt;
      }

      @Override
      public boolean isLastAttempt() {
        return false;
      }
    };
    return (Context<OllamaServer>) Proxy.newProxyInstance(Context.class.getClassLoader(), new Class<?>[] {Context.class},
        (proxy, method, arguments) -> {
          if (method.getName().equals("getRetryInfo")) {
            return Optional.of(retry);
          }
          throw new UnsupportedOperationException(method.getName());
        });
  }
}

package dev.ollakeep.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ollakeep.operator.process.ExitCode;
import dev.ollakeep.operator.reconcile.OperatorUnderTest;
import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.JavaProcess;
import dev.ollakeep.testing.RequiresApiServer;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator as a process: starts, gets ready, ends when told, and says why when it cannot. */
@RequiresApiServer
class OperatorProcessTest {

  private static final String LEASE = "ollakeep";
  private static final String HELD = """
      apiVersion: coordination.k8s.io/v1
      kind: Lease
      metadata: {name: %s, namespace: %s}
      spec:
        holderIdentity: another
        leaseDurationSeconds: 15
        leaseTransitions: 0
        acquireTime: "2026-01-01T00:00:00.000000Z"
        renewTime: "2999-01-01T00:00:00.000000Z"
      """;

  @TempDir private Path directory;

  private ApiServer api;
  private String namespace;
  private int port;
  private JavaProcess operator;

  @BeforeEach
  void prepare(ApiServer api) throws IOException {
    this.api = api;
    namespace = api.freshNamespace("process");
    OperatorUnderTest.installCrd(api);
    try (var any = new ServerSocket(0)) {
      port = any.getLocalPort();
    }
  }

  @AfterEach
  void end() {
    if (operator != null) {
      operator.kill();
      operator.close();
    }
  }

  @Test
  void itGetsReadyAndEndsWithZeroOnSigterm() throws Exception {
    run(Map.of());
    ready();

    operator.terminate();

    assertThat(operator.endsWithin(Duration.ofSeconds(15))).isTrue();
    assertThat(operator.exitCode()).isZero();
    assertThat(operator.log()).contains("ready ", "stopping: ").doesNotContain("Exception");
  }

  @Test
  void halfSentRequestsDoNotMakeItLookDead() throws Exception {
    run(Map.of());
    ready();
    var half = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 20; i++) {
        var socket = new Socket("127.0.0.1", port);
        half.add(socket);
        socket.getOutputStream().write("GET /livez HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
      }
      ready();
    } finally {
      for (var socket : half) {
        socket.close();
      }
    }
  }

  @Test
  void itEndsWhenItLosesTheLease() throws Exception {
    run(Map.of("OLLAKEEP_LEADER_ELECTION", "true"));
    ready();
    await().atMost(Duration.ofSeconds(60)).until(() -> lease(api.client()) != null);

    // Whatever the holder writes at the same moment: a merge has no version that could be out of date.
    api.client().leases().inNamespace(namespace).withName(LEASE).patch(
        PatchContext.of(PatchType.JSON_MERGE),
        "{\"spec\":{\"holderIdentity\":\"another\",\"renewTime\":\"2999-01-01T00:00:00.000000Z\"}}");

    assertThat(operator.endsWithin(Duration.ofSeconds(40))).isTrue();
    assertThat(operator.exitCode()).isEqualTo(ExitCode.LEADERSHIP_LOST.number());
  }

  @Test
  void aLeaderEndsWithZeroOnSigtermTooAndGivesTheLeaseBack() throws Exception {
    run(Map.of("OLLAKEEP_LEADER_ELECTION", "true"));
    ready();
    await().atMost(Duration.ofSeconds(60)).until(() -> lease(api.client()) != null);
    await().atMost(Duration.ofSeconds(60)).until(() -> operator.log().contains("leading"));

    operator.terminate();

    assertThat(operator.endsWithin(Duration.ofSeconds(15))).isTrue();
    assertThat(operator.exitCode()).isZero();
    assertThat(lease(api.client())).isNullOrEmpty();
  }

  @Test
  void aStandbyIsReadyTooAndDoesNotLead() throws Exception {
    api.client().resource(HELD.formatted(LEASE, namespace)).create();

    run(Map.of("OLLAKEEP_LEADER_ELECTION", "true"));

    ready();
    assertThat(operator.log()).doesNotContain("leading");
    assertThat(lease(api.client())).isEqualTo("another");
  }

  @Test
  void aMalformedVariableEndsItWithThree() throws Exception {
    run(Map.of("OLLAKEEP_MAX_CONCURRENT_RECONCILES", "many"));

    assertThat(operator.endsWithin(Duration.ofSeconds(20))).isTrue();
    assertThat(operator.exitCode()).isEqualTo(ExitCode.INVALID_CONFIG.number());
    assertThat(operator.log()).contains("OLLAKEEP_MAX_CONCURRENT_RECONCILES is 'many'").doesNotContain("Exception");
  }

  @Test
  void anAccountWithoutPermissionsEndsItWithSixAndTheCommands() throws Exception {
    run(Map.of("KUBECONFIG", kubeconfigOfAnAccount().toString(), "OLLAKEEP_LEADER_ELECTION", "true"));

    assertThat(operator.endsWithin(Duration.ofSeconds(30))).isTrue();
    assertThat(operator.exitCode()).isEqualTo(ExitCode.FORBIDDEN.number());
    assertThat(operator.log())
        .contains("system:serviceaccount:" + namespace + ":nobody lacks permissions: ", "kubectl create rolebinding")
        .doesNotContain("Exception");
  }

  /** As a pod of the account would have it: a token. */
  private Path kubeconfigOfAnAccount() throws IOException {
    var accounts = api.client().serviceAccounts().inNamespace(namespace);
    accounts.resource(new ServiceAccountBuilder().withNewMetadata().withName("nobody").endMetadata().build()).create();
    var token = accounts.withName("nobody").tokenRequest().getStatus().getToken();
    var file = directory.resolve("kubeconfig");
    Files.writeString(file, """
        apiVersion: v1
        kind: Config
        clusters: [{name: it, cluster: {server: "%s", certificate-authority: "%s"}}]
        users: [{name: it, user: {token: "%s"}}]
        contexts: [{name: it, context: {cluster: it, user: it}}]
        current-context: it
        """.formatted(api.config().getMasterUrl(), api.config().getCaCertFile(), token));
    return file;
  }

  private void run(Map<String, String> environment) {
    var variables = new HashMap<>(Map.of(
        "KUBECONFIG", api.kubeconfigFile().toString(),
        "OLLAKEEP_WATCH_NAMESPACES", namespace,
        "OLLAKEEP_NAMESPACE", namespace,
        "OLLAKEEP_HEALTH_ADDRESS", "127.0.0.1:" + port));
    variables.putAll(environment);
    operator = JavaProcess.start(
        List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Main.class.getName(), "run"),
        variables);
  }

  private void ready() {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/readyz")).timeout(Duration.ofSeconds(2)).build();
    await().atMost(Duration.ofSeconds(60)).ignoreExceptionsInstanceOf(IOException.class).until(() -> {
      operator.requireAlive();
      return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode() == 200;
    });
  }

  private String lease(KubernetesClient client) {
    var lease = client.leases().inNamespace(namespace).withName(LEASE).get();
    return lease == null ? null : lease.getSpec().getHolderIdentity();
  }
}

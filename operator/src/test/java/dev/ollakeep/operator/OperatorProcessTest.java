package dev.ollakeep.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator as a process: starts, gets ready, ends when told, and says why when it cannot. */
@RequiresApiServer
class OperatorProcessTest {

  private static final Path CRD = Path.of("..", "crds", "ollamaservers.ollakeep.dev-v1.yml");
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

  private final List<Process> processes = new ArrayList<>();
  private ApiServer api;
  private String namespace;
  private int port;

  @BeforeEach
  void prepare(ApiServer api) throws IOException {
    this.api = api;
    namespace = api.freshNamespace("process");
    if (api.client().getApiResources("ollakeep.dev/v1alpha1") == null) {
      api.applyCrd(CRD);
    }
    try (var any = new ServerSocket(0)) {
      port = any.getLocalPort();
    }
  }

  @AfterEach
  void end() {
    processes.forEach(Process::destroyForcibly);
  }

  @Test
  void itGetsReadyAndEndsWithZeroOnSigterm() throws Exception {
    var operator = run(Map.of());
    ready();

    operator.destroy();

    assertThat(operator.waitFor(15, TimeUnit.SECONDS)).isTrue();
    assertThat(operator.exitValue()).isZero();
    assertThat(log()).contains("ready ", "stopping: ").doesNotContain("Exception");
  }

  @Test
  void itEndsWhenItLosesTheLease() throws Exception {
    var operator = run(Map.of("OLLAKEEP_LEADER_ELECTION", "true"));
    ready();
    await().atMost(Duration.ofSeconds(20)).until(() -> lease(api.client()) != null);

    // Whatever the holder writes at the same moment: a merge has no version that could be out of date.
    api.client().leases().inNamespace(namespace).withName(LEASE).patch(
        PatchContext.of(PatchType.JSON_MERGE),
        "{\"spec\":{\"holderIdentity\":\"another\",\"renewTime\":\"2999-01-01T00:00:00.000000Z\"}}");

    assertThat(operator.waitFor(40, TimeUnit.SECONDS)).isTrue();
    assertThat(operator.exitValue()).isEqualTo(ExitCode.LEADERSHIP_LOST.number());
  }

  @Test
  void aLeaderEndsWithZeroOnSigtermTooAndGivesTheLeaseBack() throws Exception {
    var operator = run(Map.of("OLLAKEEP_LEADER_ELECTION", "true"));
    ready();
    await().atMost(Duration.ofSeconds(20)).until(() -> lease(api.client()) != null);
    await().atMost(Duration.ofSeconds(20)).until(() -> log().contains("leading"));

    operator.destroy();

    assertThat(operator.waitFor(15, TimeUnit.SECONDS)).isTrue();
    assertThat(operator.exitValue()).isZero();
    assertThat(lease(api.client())).isNullOrEmpty();
  }

  @Test
  void aStandbyIsReadyTooAndDoesNotLead() throws Exception {
    api.client().resource(HELD.formatted(LEASE, namespace)).create();

    run(Map.of("OLLAKEEP_LEADER_ELECTION", "true"));

    ready();
    assertThat(log()).doesNotContain("leading");
    assertThat(lease(api.client())).isEqualTo("another");
  }

  @Test
  void aMalformedVariableEndsItWithThree() throws Exception {
    var operator = run(Map.of("OLLAKEEP_MAX_CONCURRENT_RECONCILES", "many"));

    assertThat(operator.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(operator.exitValue()).isEqualTo(ExitCode.INVALID_CONFIG.number());
    assertThat(log()).contains("OLLAKEEP_MAX_CONCURRENT_RECONCILES is 'many'").doesNotContain("Exception");
  }

  @Test
  void anAccountWithoutPermissionsEndsItWithSixAndTheCommands() throws Exception {
    var operator = run(Map.of("KUBECONFIG", kubeconfigOfAnAccount().toString(), "OLLAKEEP_LEADER_ELECTION", "true"));

    assertThat(operator.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(operator.exitValue()).isEqualTo(ExitCode.FORBIDDEN.number());
    assertThat(log())
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

  private Process run(Map<String, String> environment) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var builder = new ProcessBuilder(java, "-Xmx256m", "-cp", System.getProperty("java.class.path"), Main.class.getName(), "run");
    builder.environment().put("KUBECONFIG", api.kubeconfigFile().toString());
    builder.environment().put("OLLAKEEP_WATCH_NAMESPACES", namespace);
    builder.environment().put("OLLAKEEP_NAMESPACE", namespace);
    builder.environment().put("OLLAKEEP_HEALTH_ADDRESS", "127.0.0.1:" + port);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(directory.resolve("log").toFile());
    var process = builder.start();
    processes.add(process);
    return process;
  }

  private void ready() {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/readyz")).timeout(Duration.ofSeconds(2)).build();
    await().atMost(Duration.ofSeconds(60)).ignoreExceptionsInstanceOf(IOException.class).until(() -> {
      assertThat(processes).as("the process, which said: %s", log()).allMatch(Process::isAlive);
      return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode() == 200;
    });
  }

  private String lease(KubernetesClient client) {
    var lease = client.leases().inNamespace(namespace).withName(LEASE).get();
    return lease == null ? null : lease.getSpec().getHolderIdentity();
  }

  private String log() throws IOException {
    return Files.readString(directory.resolve("log"));
  }
}

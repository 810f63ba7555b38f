package dev.ollakeep.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.ExitCode;
import dev.ollakeep.operator.OperatorConfig;
import dev.ollakeep.testing.ApiServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The real operator in this JVM, watching one namespace of a real API server; may be stopped and started again. */
final class OperatorUnderTest implements AutoCloseable {

  private static final Path CRD = Path.of("..", "crds", "ollamaservers.ollakeep.dev-v1.yml");

  private final KubernetesClient client;
  private final OperatorConfig config;
  private final List<ExitCode> ends = new CopyOnWriteArrayList<>();
  private RunningOperator running;

  private OperatorUnderTest(KubernetesClient client, OperatorConfig config) {
    this.client = client;
    this.config = config;
  }

  static OperatorUnderTest start(ApiServer api, String namespace) {
    installCrd(api);
    var config = OperatorConfig.of(Map.of("OLLAKEEP_WATCH_NAMESPACES", namespace, "OLLAKEEP_PROBE_TIMEOUT", "500ms"));
    var operator = new OperatorUnderTest(ClusterConnection.open(api.config()), config);
    operator.start();
    return operator;
  }

  /** Once in each JVM: applying it again while others read it makes them fail for a moment. */
  static synchronized void installCrd(ApiServer api) {
    assertThat(Files.exists(CRD)).as("the CRD at %s", CRD).isTrue();
    var served = api.client().getApiResources("ollakeep.dev/v1alpha1");
    if (served == null) {
      api.applyCrd(CRD);
    }
  }

  void start() {
    running = RunningOperator.start(config, client, Clock.systemUTC(), ends::add);
  }

  void stop() {
    if (running != null) {
      running.close();
      running = null;
    }
  }

  boolean isReady() {
    return running != null && running.isReady();
  }

  /** Why the operator gave up, as often as it did. */
  List<ExitCode> ends() {
    return ends;
  }

  @Override
  public void close() {
    stop();
    client.close();
  }

  /** A server with these users, each {@code name=Role}; generic, since the record would send every default along. */
  static GenericKubernetesResource server(KubernetesClient client, String namespace, String name, String... users) {
    var list = new StringBuilder();
    for (var user : users) {
      var halves = user.split("=");
      list.append("\n    - {name: ").append(halves[0]).append(", role: ").append(halves[1]).append('}');
    }
    var yaml = """
        apiVersion: ollakeep.dev/v1alpha1
        kind: OllamaServer
        metadata: {name: %s, namespace: %s}
        spec:
          auth:
            users: %s
        """.formatted(name, namespace, list);
    return client.getKubernetesSerialization().unmarshal(yaml, GenericKubernetesResource.class);
  }
}

package dev.ollakeep.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.configuration.OperatorConfig;
import dev.ollakeep.operator.process.ExitCode;
import dev.ollakeep.testing.ApiServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The real operator in this JVM, watching one namespace of a real API server; may be stopped and started again. */
public final class OperatorUnderTest implements AutoCloseable {

  private static final Path CRD = Path.of("..", "crds", "ollamaservers.ollakeep.dev-v1.yml");

  private final KubernetesClient client;
  private final OperatorConfig config;
  private final Clock clock;
  private final List<ExitCode> ends = new CopyOnWriteArrayList<>();
  private final RequestLog requests;
  private RunningOperator running;

  private OperatorUnderTest(KubernetesClient client, OperatorConfig config, Clock clock, RequestLog requests) {
    this.client = client;
    this.config = config;
    this.clock = clock;
    this.requests = requests;
  }

  public static OperatorUnderTest start(ApiServer api, String namespace) {
    return start(api, api.config(), namespace);
  }

  /** By this clock, with more settings than {@link #config} makes. */
  public static OperatorUnderTest start(ApiServer api, OperatorConfig config, Clock clock) {
    return start(api, api.config(), config, clock);
  }

  /** With a client of this configuration. */
  static OperatorUnderTest start(ApiServer api, Config connection, String namespace) {
    return start(api, connection, config(namespace), Clock.systemUTC());
  }

  private static OperatorUnderTest start(ApiServer api, Config connection, OperatorConfig config, Clock clock) {
    installCrd(api);
    var requests = new RequestLog();
    var client = ClusterConnection.open(connection, http -> http.addOrReplaceInterceptor("log", requests));
    var operator = new OperatorUnderTest(client, config, clock, requests);
    operator.start();
    return operator;
  }

  public static OperatorConfig config(String namespace) {
    return OperatorConfig.of(Map.of("OLLAKEEP_WATCH_NAMESPACES", namespace, "OLLAKEEP_PROBE_TIMEOUT", "500ms"));
  }

  /** Once in each JVM: applying it again while others read it makes them fail for a moment. */
  public static synchronized void installCrd(ApiServer api) {
    assertThat(Files.exists(CRD)).as("the CRD at %s", CRD).isTrue();
    var served = api.client().getApiResources("ollakeep.dev/v1alpha1");
    if (served == null) {
      api.applyCrd(CRD);
    }
  }

  public void start() {
    running = RunningOperator.start(config, client, clock, ends::add);
  }

  public void stop() {
    if (running != null) {
      running.close();
      running = null;
    }
  }

  /** What Prometheus would read. */
  String metrics() {
    return running.metrics();
  }

  boolean isReady() {
    return running != null && running.isReady();
  }

  /** What the operator has asked of the API server, watches aside. */
  public RequestLog requests() {
    return requests;
  }

  /** Why the operator gave up, as often as it did. */
  public List<ExitCode> ends() {
    return ends;
  }

  @Override
  public void close() {
    stop();
    client.close();
  }
}

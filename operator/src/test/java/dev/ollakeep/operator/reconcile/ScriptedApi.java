package dev.ollakeep.operator.reconcile;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The Fabric8 mock server with the operator's own client: every answer is scripted, what is not is a 404. */
public final class ScriptedApi implements AutoCloseable {

  static final String NAMESPACE = "ai";

  static final int REQUEST_MILLIS = 4_000;

  private final KubernetesMockServer server = new KubernetesMockServer(false);
  private KubernetesClient client;

  public static ScriptedApi start() {
    var api = new ScriptedApi();
    api.server.init();
    Config config = new ConfigBuilder(Config.empty()).withMasterUrl(api.server.url("/")).withNamespace(NAMESPACE).build();
    api.client = ClusterConnection.open(config);
    // Real time-outs would make the tests of them slow.
    api.client.getConfiguration().setRequestTimeout(REQUEST_MILLIS);
    return api;
  }

  public KubernetesClient client() {
    return client;
  }

  public KubernetesMockServer script() {
    return server;
  }

  /** A refusal as the API server words it; the text quotes what was refused. */
  public static Object status(int code, String reason, String quoting) {
    return new StatusBuilder().withStatus("Failure").withCode(code).withReason(reason).withMessage(quoting).build();
  }

  /** Requests so far, as {@code METHOD path body}. */
  public List<String> requests() throws InterruptedException {
    var requests = new ArrayList<String>();
    for (var request = next(); request != null; request = next()) {
      requests.add(request);
    }
    return requests;
  }

  private String next() throws InterruptedException {
    var request = server.takeRequest(50, TimeUnit.MILLISECONDS);
    return request == null ? null : request.getMethod() + " " + request.getPath() + " " + request.getBody().readUtf8();
  }

  /** A stored server of one user. */
  static OllamaServer server() {
    var server = new OllamaServer();
    server.setMetadata(new ObjectMetaBuilder()
        .withName("hello").withNamespace(NAMESPACE).withUid("uid-1").withGeneration(1L).withResourceVersion("10").build());
    return server;
  }

  @Override
  public void close() {
    client.close();
    server.destroy();
  }
}

package dev.ollakeep.operator.reconcile;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import java.util.function.Consumer;

/** The operator's client of the API server. */
public final class ClusterConnection {

  private static final int CONNECT_MILLIS = 5_000;
  private static final int REQUEST_MILLIS = 15_000;

  private ClusterConnection() {}

  /**
   * A client for this configuration; the caller closes it.
   *
   * <p>Few retries inside a call: ten, the client's default, would block a reconcile for 19 s, and the framework retries anyway.
   */
  public static KubernetesClient open(Config config) {
    return open(config, http -> {});
  }

  static KubernetesClient open(Config config, Consumer<HttpClient.Builder> http) {
    config.setUserAgent("ollakeep");
    config.setConnectionTimeout(CONNECT_MILLIS);
    config.setRequestTimeout(REQUEST_MILLIS);
    config.setRequestRetryBackoffLimit(2);
    config.setRequestRetryBackoffInterval(100);
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientBuilderConsumer(http)
        .withKubernetesSerialization(TolerantSerialization.create())
        .build();
  }
}

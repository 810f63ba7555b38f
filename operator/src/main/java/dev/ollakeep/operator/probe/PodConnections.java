package dev.ollakeep.operator.probe;

import dev.ollakeep.operator.resources.ProbeMode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;

/** The way to the pods. */
public interface PodConnections extends AutoCloseable {

  /** To a pod that has an address. */
  PodConnection to(Pod pod);

  @Override
  void close();

  /** The client, where it is needed, stays the caller's to close. */
  static PodConnections of(ProbeMode mode, KubernetesClient client, Duration timeout) {
    return switch (mode) {
      case POD_IP -> new DirectConnections(timeout);
      case API_SERVER_PROXY -> new ApiServerProxyConnections(client, timeout);
    };
  }
}

package dev.ollakeep.operator.reconcile;

import dev.ollakeep.operator.resources.ProbeMode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;

/** The way to the pods. */
interface Doors extends AutoCloseable {

  /** To a pod that has an address. */
  Door to(Pod pod);

  @Override
  void close();

  static Doors of(ProbeMode mode, KubernetesClient client, Duration timeout) {
    return switch (mode) {
      case POD_IP -> new DirectDoors(timeout);
      case API_SERVER_PROXY -> new ProxiedDoors(client, timeout);
    };
  }
}

package dev.ollakeep.operator.reconcile;

import dev.ollakeep.operator.names.Labels;
import dev.ollakeep.operator.observed.Seen;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.net.HttpURLConnection;
import java.util.List;

/**
 * Asks the API server itself.
 *
 * <p>Absent only when the server said so; a missing permission is Unknown; any other failure is thrown, so that nothing is
 * decided on it and the reconcile is tried again.
 */
final class LiveReader {

  private final KubernetesClient client;

  LiveReader(KubernetesClient client) {
    this.client = client;
  }

  <T extends HasMetadata> Seen<T> get(Class<T> type, ResourceID id) {
    try {
      var object = client.resources(type).inNamespace(id.getNamespace().orElseThrow()).withName(id.getName()).get();
      return object == null ? Seen.absent() : Seen.present(object);
    } catch (KubernetesClientException failure) {
      if (failure.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        return Seen.unknown("no permission to read " + HasMetadata.getPlural(type));
      }
      throw new ApiFailure("reading " + HasMetadata.getKind(type) + " " + id, failure);
    }
  }

  List<Secret> secretsOf(ResourceID server) {
    return list(Secret.class, server);
  }

  List<Pod> podsOf(ResourceID server) {
    return list(Pod.class, server);
  }

  private <T extends HasMetadata> List<T> list(Class<T> type, ResourceID server) {
    try {
      return client.resources(type)
          .inNamespace(server.getNamespace().orElseThrow())
          .withLabel(Labels.SERVER, server.getName())
          .list()
          .getItems();
    } catch (KubernetesClientException failure) {
      throw new ApiFailure("listing " + HasMetadata.getPlural(type) + " of " + server, failure);
    }
  }
}

package dev.ollakeep.operator.reconcile;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.api.v1alpha1.OllamaServerStatus;
import dev.ollakeep.operator.memory.RecentMemory;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.util.Map;

/**
 * The only writer of status: server-side apply of an object that holds nothing else, and only when it differs.
 *
 * <p>The framework never patches the resource: on 5.3 its own status patch can swallow a spec edit that arrives meanwhile.
 */
final class StatusWriter {

  private static final ResourceDefinitionContext SERVERS = ResourceDefinitionContext.fromResourceType(OllamaServer.class);
  private static final int SERVERS_REMEMBERED = 10_000;
  private static final PatchContext APPLY = Applier.apply(true);

  /** What was written and how new that made the resource. */
  private record Written(ResourceVersion version, OllamaServerStatus status) {}

  private final KubernetesClient client;
  private final RecentMemory<String, Written> written = new RecentMemory<>(SERVERS_REMEMBERED);
  /** Servers of which nobody knows whether the last status was stored: the cache may be older than it, and its arrival wakes nobody. */
  private final RecentMemory<String, Boolean> unknown = new RecentMemory<>(SERVERS_REMEMBERED);

  StatusWriter(KubernetesClient client) {
    this.client = client;
  }

  /** The server with the status last written, should the cache not have seen that yet: a stale status repeats its transitions. */
  OllamaServer withLatestStatus(OllamaServer cached) {
    var meta = cached.getMetadata();
    written.get(meta.getUid())
        .filter(mine -> mine.version().isNewerThan(ResourceVersion.of(cached)))
        .ifPresentOrElse(mine -> cached.setStatus(mine.status()), () -> written.forget(meta.getUid()));
    return cached;
  }

  /**
   * Writes the status if it says something new.
   *
   * <p>A conflict is a failure like any other: nothing else would bring the status up to date before the next change.
   */
  void write(OllamaServer server, OllamaServerStatus status) {
    var meta = server.getMetadata();
    if (unknown.get(meta.getUid()).isEmpty() && asStored(status).equals(asStored(server.getStatus()))) {
      return;
    }
    try {
      var answer = client.genericKubernetesResources(SERVERS)
          .inNamespace(meta.getNamespace())
          .withName(meta.getName())
          .subresource("status")
          .patch(APPLY, only(server, status));
      written.put(meta.getUid(), new Written(ResourceVersion.of(answer), status));
      unknown.forget(meta.getUid());
    } catch (KubernetesClientException failure) {
      if (failure.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        unknown.put(meta.getUid(), true);
        throw new ApiFailure("writing the status of OllamaServer " + meta.getNamespace() + "/" + meta.getName(), failure);
      }
    }
  }

  /** As JSON: what is empty is not stored, so an empty text and none are the same status. */
  private Map<?, ?> asStored(OllamaServerStatus status) {
    return status == null ? Map.of() : client.getKubernetesSerialization().convertValue(status, Map.class);
  }

  /** The UID keeps the status from a server of the same name that came later. */
  private static GenericKubernetesResource only(OllamaServer server, OllamaServerStatus status) {
    return new GenericKubernetesResourceBuilder()
        .withApiVersion(server.getApiVersion())
        .withKind(server.getKind())
        .withNewMetadata()
        .withName(server.getMetadata().getName())
        .withNamespace(server.getMetadata().getNamespace())
        .withUid(server.getMetadata().getUid())
        .endMetadata()
        .withAdditionalProperties(Map.of("status", status))
        .build();
  }
}

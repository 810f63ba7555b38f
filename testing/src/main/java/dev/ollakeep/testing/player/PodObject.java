package dev.ollakeep.testing.player;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One Pod and what it refers to, on the API server.
 *
 * <p>Every write names the Pod's UID, so that a namesake made meanwhile is never touched.
 */
record PodObject(KubernetesClient client, Pod pod) implements VolumeContent.Sources {

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  @Override
  public Optional<ConfigMap> configMap(String name) {
    return Optional.ofNullable(client.configMaps().inNamespace(namespace()).withName(name).get());
  }

  @Override
  public Optional<Secret> secret(String name) {
    return Optional.ofNullable(client.secrets().inNamespace(namespace()).withName(name).get());
  }

  /** Writes the status; false when the Pod is not there any more. */
  boolean report(PodStatus status) {
    Map<String, Object> patch = Map.of("metadata", Map.of("uid", uid()), "status", status);
    return unlessGone(() -> client.pods().inNamespace(namespace()).withName(name())
      .subresource("status").patch(MERGE, Serialization.asJson(patch)));
  }

  /** Warns in an event about the Pod; the same words again are the same event. */
  void warn(String reason, String words) {
    String name = name() + "." + UUID.nameUUIDFromBytes((reason + words).getBytes(StandardCharsets.UTF_8));
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    client.v1().events().inNamespace(namespace()).resource(new EventBuilder()
      .withNewMetadata().withName(name).withNamespace(namespace()).endMetadata()
      .withNewInvolvedObject().withApiVersion("v1").withKind("Pod").withNamespace(namespace()).withName(name()).withUid(uid())
      .endInvolvedObject()
      .withType("Warning").withReason(reason).withMessage(words).withCount(1).withFirstTimestamp(now).withLastTimestamp(now)
      .withNewSource().withComponent("player").endSource()
      .build()).serverSideApply();
  }

  /** Removes the object, as kubelet does when nothing of the Pod runs any more. */
  void remove() {
    unlessGone(() -> client.raw("/api/v1/namespaces/" + namespace() + "/pods/" + name(), "DELETE", Map.of(
      "apiVersion", "v1", "kind", "DeleteOptions", "gracePeriodSeconds", 0, "preconditions", Map.of("uid", uid()))));
  }

  /** The UID of a claim, which is marked as bound: nobody else here would do it. */
  String bindClaim(String claim) {
    PersistentVolumeClaim found = client.persistentVolumeClaims().inNamespace(namespace()).withName(claim).get();
    if (found == null) {
      throw new VolumeContent.MissingSource("persistentvolumeclaim \"" + claim + "\" not found");
    }
    if (found.getStatus() == null || !"Bound".equals(found.getStatus().getPhase())) {
      Map<String, Object> status = Map.of("phase", "Bound", "accessModes", found.getSpec().getAccessModes(),
        "capacity", found.getSpec().getResources().getRequests());
      client.persistentVolumeClaims().inNamespace(namespace()).withName(claim)
        .subresource("status").patch(MERGE, Serialization.asJson(Map.of("status", status)));
    }
    return found.getMetadata().getUid();
  }

  private boolean unlessGone(Runnable call) {
    try {
      call.run();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND || e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return false;
      }
      throw e;
    }
  }

  private String namespace() {
    return pod.getMetadata().getNamespace();
  }

  private String name() {
    return pod.getMetadata().getName();
  }

  private String uid() {
    return pod.getMetadata().getUid();
  }
}

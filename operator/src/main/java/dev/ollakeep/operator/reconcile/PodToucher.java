package dev.ollakeep.operator.reconcile;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.plan.Touch;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Annotates pods so that the kubelet refreshes their volumes now instead of in 60 to 90 seconds. */
final class PodToucher {

  private final KubernetesClient client;
  private final Consumer<Pod> answered;

  /** {@code answered} takes each pod as it is after its touch: before a watch tells of it, it must not be touched again. */
  PodToucher(KubernetesClient client, Consumer<Pod> answered) {
    this.client = client;
    this.answered = answered;
  }

  /** Touches what may be touched; returns what failed, which nothing else has to wait for. */
  List<ApiFailure> touch(OllamaServer server, List<Touch> touches) {
    return touches.stream().flatMap(touch -> touch(server.getMetadata().getNamespace(), touch).stream()).toList();
  }

  private Optional<ApiFailure> touch(String namespace, Touch touch) {
    try {
      answered.accept(
          client.pods().inNamespace(namespace).withName(touch.podName()).patch(PatchContext.of(PatchType.JSON_MERGE), patch(touch)));
      return Optional.empty();
    } catch (KubernetesClientException failure) {
      return isGone(failure)
          ? Optional.empty()
          : Optional.of(new ApiFailure("touching Pod " + namespace + "/" + touch.podName(), failure));
    }
  }

  /** With the UID, the API server refuses a pod of the same name that came later. */
  private static Pod patch(Touch touch) {
    return new PodBuilder()
        .withNewMetadata()
        .withUid(touch.podUid())
        .addToAnnotations(Touch.ANNOTATION, touch.value())
        .endMetadata()
        .build();
  }

  private static boolean isGone(KubernetesClientException failure) {
    return failure.getCode() == HttpURLConnection.HTTP_NOT_FOUND || failure.getCode() == HttpURLConnection.HTTP_CONFLICT;
  }
}

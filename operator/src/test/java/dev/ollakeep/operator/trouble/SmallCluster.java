package dev.ollakeep.operator.trouble;

import dev.ollakeep.testing.player.Surroundings;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimVolumeSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One node of 32 GiB, storage of the class {@code local} and of the default one, and a registry without one tag, and with one that
 * holds no Ollama.
 */
record SmallCluster(KubernetesClient client) implements Surroundings {

  static final String STORAGE_CLASS = "local";
  static final String MISSING_TAG = ":0.99.0";
  static final String EMPTY_TAG = ":empty";

  private static final BigDecimal MEMORY = Quantity.getAmountInBytes(new Quantity("32Gi"));

  @Override
  public boolean hasImage(String image) {
    return !image.endsWith(MISSING_TAG);
  }

  /** In the words of containerd 2.2 and runc 1.1. */
  @Override
  public Optional<String> unstartable(String image) {
    return Optional.of("failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable"
        + " to start container process: exec: \"/bin/ollama\": stat /bin/ollama: no such file or directory")
        .filter(words -> image.endsWith(EMPTY_TAG));
  }

  /** In the words of the controller that attaches volumes, of Kubernetes 1.36. */
  @Override
  public Optional<String> unattached(Pod pod) {
    var claims = claims(pod);
    return client.pods().inNamespace(pod.getMetadata().getNamespace()).list().getItems().stream()
        .filter(other -> !pod.getSpec().getNodeName().equals(other.getSpec().getNodeName()))
        .filter(other -> claims(other).stream().anyMatch(claims::contains))
        .findFirst()
        .map(other -> "Multi-Attach error for volume \"pvc-" + pod.getMetadata().getUid() + "\" Volume is already used by pod(s) "
            + other.getMetadata().getName());
  }

  private static List<String> claims(Pod pod) {
    return pod.getSpec().getVolumes().stream().map(Volume::getPersistentVolumeClaim).filter(Objects::nonNull)
        .map(PersistentVolumeClaimVolumeSource::getClaimName).toList();
  }

  /** In the words of the scheduler of Kubernetes 1.36. */
  @Override
  public Optional<String> unschedulable(Pod pod) {
    var volumes = pod.getSpec().getVolumes().stream()
        .filter(volume -> volume.getPersistentVolumeClaim() != null)
        .flatMap(volume -> unbound(pod.getMetadata().getNamespace(), volume.getPersistentVolumeClaim().getClaimName()).stream())
        .findFirst();
    return volumes.isPresent() || memory(pod).compareTo(MEMORY) <= 0
        ? volumes
        : Optional.of("0/1 nodes are available: 1 Insufficient memory. no new claims to deallocate, preemption: 0/1 nodes are available:"
            + " 1 No preemption victims found for incoming pod.");
  }

  private Optional<String> unbound(String namespace, String name) {
    var claim = client.persistentVolumeClaims().inNamespace(namespace).withName(name).get();
    if (claim == null) {
      return Optional.of("persistentvolumeclaim \"" + name + "\" not found");
    }
    return canBeBound(claim)
        ? Optional.empty()
        : Optional.of("0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found");
  }

  private boolean canBeBound(PersistentVolumeClaim claim) {
    var asked = claim.getSpec().getStorageClassName();
    return asked == null
        ? client.storage().v1().storageClasses().list().getItems().stream().anyMatch(it -> it.getMetadata().getAnnotations() != null
            && "true".equals(it.getMetadata().getAnnotations().get("storageclass.kubernetes.io/is-default-class")))
        : asked.isEmpty() || asked.equals(STORAGE_CLASS);
  }

  private static BigDecimal memory(Pod pod) {
    return pod.getSpec().getInitContainers().stream().map(SmallCluster::memory).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static BigDecimal memory(Container container) {
    var requests = container.getResources() == null ? null : container.getResources().getRequests();
    return requests == null || requests.get("memory") == null ? BigDecimal.ZERO : Quantity.getAmountInBytes(requests.get("memory"));
  }
}

package dev.ollakeep.operator.resources;

import dev.ollakeep.api.v1alpha1.DeletionPolicy;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.api.v1alpha1.Storage;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.names.Names;
import dev.ollakeep.operator.names.Ownership;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the models live; it outlives the server unless the resource says Delete, since models are expensive.
 *
 * <p>A claim can grow and change nothing else: of one that is there, every other field stays, or the API server would refuse
 * the retained volume of an earlier server for ever.
 */
public final class ModelVolumeClaim {

  private ModelVolumeClaim() {}

  public static PersistentVolumeClaim of(OllamaServer server, Optional<PersistentVolumeClaim> existing) {
    var storage = server.getSpec().storage();
    var modes = existing.map(claim -> claim.getSpec().getAccessModes()).orElse(List.of(storage.accessMode().text()));
    var className = existing.map(ModelVolumeClaim::ownedClass).orElse(Optional.ofNullable(storage.storageClassName()));
    return new PersistentVolumeClaimBuilder()
        .withMetadata(metadata(server))
        .withNewSpec()
        .withAccessModes(modes)
        .withStorageClassName(className.orElse(null))
        .withNewResources()
        .addToRequests("storage", existing.map(claim -> larger(claim, storage)).orElse(CanonicalQuantity.of(storage.size())))
        .endResources()
        .endSpec()
        .build();
  }

  private static Quantity larger(PersistentVolumeClaim claim, Storage storage) {
    var asked = CanonicalQuantity.of(storage.size());
    var present = claim.getSpec().getResources().getRequests().get("storage");
    return present.getNumericalAmount().compareTo(asked.getNumericalAmount()) > 0 ? CanonicalQuantity.of(present) : asked;
  }

  /**
   * The class that we once wrote; empty when the cluster's default filled it in, for naming that would be another write.
   *
   * <p>Leaving out a field that we own means to remove it, which a claim does not allow.
   */
  private static Optional<String> ownedClass(PersistentVolumeClaim claim) {
    var written = claim.getMetadata().getManagedFields().stream()
        .filter(entry -> Ownership.FIELD_MANAGER.equals(entry.getManager()) && entry.getFieldsV1() != null)
        .anyMatch(entry -> entry.getFieldsV1().getAdditionalProperties().get("f:spec") instanceof Map<?, ?> spec
            && spec.containsKey("f:storageClassName"));
    return written ? Optional.ofNullable(claim.getSpec().getStorageClassName()) : Optional.empty();
  }

  private static ObjectMeta metadata(OllamaServer server) {
    var name = Names.of(server).modelVolume();
    var component = Child.MODEL_VOLUME.component();
    return server.getSpec().storage().onDelete() == DeletionPolicy.DELETE
        ? Ownership.owned(server, name, component)
        : Ownership.unowned(server, name, component);
  }
}

package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.kubernetes.api.model.Quantity;

/** The model volume. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Storage(
    StorageType type,
    Quantity size,
    String storageClassName,
    AccessMode accessMode,
    String claimName,
    DeletionPolicy onDelete) {

  public Storage {
    type = type == null ? StorageType.PERSISTENT_VOLUME_CLAIM : type;
    size = size == null ? new Quantity("50Gi") : size;
    accessMode = accessMode == null ? AccessMode.READ_WRITE_ONCE : accessMode;
    claimName = claimName == null ? "" : claimName;
    onDelete = onDelete == null ? DeletionPolicy.RETAIN : onDelete;
  }

  /** A retained claim of 50 GiB of the cluster's default class. */
  public static Storage defaults() {
    return new Storage(null, null, null, null, null, null);
  }
}

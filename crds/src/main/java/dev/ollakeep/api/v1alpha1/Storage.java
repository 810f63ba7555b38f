package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.ollakeep.api.rules.Cel;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;

/** The model volume. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "self.type == 'ExistingClaim' || !has(self.claimName) || self.claimName == ''",
    message = "storage.claimName needs storage.type ExistingClaim; set the type or remove claimName",
    fieldPath = ".claimName")
@ValidationRule(
    value = "self.type != 'ExistingClaim' || (has(self.claimName) && self.claimName != '')",
    message = "storage.type ExistingClaim needs storage.claimName, the claim that holds the models",
    fieldPath = ".type")
@ValidationRule(
    value = "self.type == 'PersistentVolumeClaim' || !has(self.storageClassName)",
    message = "storage.storageClassName needs storage.type PersistentVolumeClaim; set the type or remove storageClassName",
    fieldPath = ".storageClassName")
@ValidationRule(
    value = "self.type == oldSelf.type && self.accessMode == oldSelf.accessMode"
        + " && (has(self.claimName) ? self.claimName : '') == (has(oldSelf.claimName) ? oldSelf.claimName : '')"
        + " && has(self.storageClassName) == has(oldSelf.storageClassName)"
        + " && (!has(self.storageClassName) || self.storageClassName == oldSelf.storageClassName)",
    message = "storage.type, accessMode, claimName and storageClassName cannot change; create another OllamaServer for another volume")
@ValidationRule(
    value = "self.type != 'PersistentVolumeClaim' || !isQuantity(string(self.size)) || !isQuantity(string(oldSelf.size))"
        + " || quantity(string(self.size)).compareTo(quantity(string(oldSelf.size))) >= 0",
    message = "storage.size cannot shrink; set it to at least its former value",
    fieldPath = ".size")
public record Storage(
    @JsonPropertyDescription("PersistentVolumeClaim makes a claim; ExistingClaim uses one of yours; Ephemeral loses the models with "
        + "each pod. Cannot change.")
    @Default("PersistentVolumeClaim")
    StorageType type,

    @JsonPropertyDescription("Size of the claim, or the most an Ephemeral volume may hold. A claim may grow, not shrink; has no effect "
        + "on an ExistingClaim.")
    @Default("50Gi")
    @ValidationRule(
        value = "isQuantity(string(self)) && quantity(string(self)).isInteger() && quantity(string(self)).compareTo(quantity('1Mi')) >= 0",
        message = "storage.size must be a quantity of at least 1Mi, such as 50Gi")
    Quantity size,

    @JsonPropertyDescription("StorageClass of the claim; the cluster's default when absent, none when empty. Cannot change.")
    @Size(max = 253)
    @ValidationRule(value = Cel.UNSET_OR + Cel.IS_DNS_NAME, message = "storage.storageClassName must be the name of a StorageClass")
    String storageClassName,

    @JsonPropertyDescription("How the volume may be mounted. More than one replica needs ReadWriteMany. For an ExistingClaim, the mode "
        + "that it has. Cannot change.")
    @Default("ReadWriteOnce")
    AccessMode accessMode,

    @JsonPropertyDescription("Claim to use with type ExistingClaim; it must carry the label ollakeep.dev/model-store: \"true\". "
        + "Cannot change.")
    @Size(max = 253)
    @ValidationRule(value = Cel.UNSET_OR + Cel.IS_DNS_NAME, message = "storage.claimName must be the name of a PersistentVolumeClaim")
    String claimName,

    @JsonPropertyDescription("What becomes of the claim when the server is deleted: Retain leaves it, and a server of the same name "
        + "finds its models again; Delete removes it. Your own ExistingClaim always stays.")
    @Default("Retain")
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

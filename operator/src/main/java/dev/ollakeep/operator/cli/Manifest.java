package dev.ollakeep.operator.cli;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.TreeMap;

/**
 * One object as it is printed.
 *
 * <p>Without owner references: offline the owner has no UID, and one made up would have the cluster collect the object at once.
 */
record Manifest(HasMetadata object, boolean showSecrets) {

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
  private static final String REDACTED =
      Base64.getEncoder().encodeToString("(redacted)".getBytes(StandardCharsets.US_ASCII));

  /** A YAML document with its separator. */
  String yaml() {
    var copy = SERIALIZATION.clone(object);
    copy.getMetadata().setOwnerReferences(null);
    copy.getMetadata().setUid(null);
    copy.getMetadata().setResourceVersion(null);
    if (copy instanceof Secret secret && secret.getData() != null) {
      secret.setData(new TreeMap<>(secret.getData()));
      if (!showSecrets) {
        secret.getData().replaceAll((key, value) -> value.isEmpty() ? value : REDACTED);
      }
    }
    return SERIALIZATION.asYaml(copy);
  }

  /** Secrets stay out of sight. */
  @Override
  public String toString() {
    return object.getKind() + "/" + object.getMetadata().getName();
  }
}

package dev.ollakeep.operator.resources;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.api.v1alpha1.Storage;
import dev.ollakeep.operator.names.Names;
import dev.ollakeep.operator.proxy.ProxyContract;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSourceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.util.List;

/** The volumes of a pod; Ollama and the proxy share none, so neither can change what the other reads. */
final class PodVolumes {

  /** Readable by owner and group: the proxy is in the group of the volumes. */
  private static final int SECRET_MODE = 0440;

  private static final int CONFIG_MODE = 0444;

  private PodVolumes() {}

  static List<Volume> of(OllamaServer server) {
    var names = Names.of(server);
    return List.of(
        emptyDir(OllamaContainer.HOME_VOLUME, disk("1Gi")),
        models(server),
        auth(names),
        config(names),
        emptyDir(ProxyContract.RUN_VOLUME, memory("64Mi")),
        emptyDir(OllamaContainer.TMP_VOLUME, disk("1Gi")));
  }

  private static Volume models(OllamaServer server) {
    var storage = server.getSpec().storage();
    return switch (storage.type()) {
      case EPHEMERAL -> emptyDir(OllamaContainer.MODELS_VOLUME, disk(size(storage)));
      case EXISTING_CLAIM -> claim(storage.claimName());
      case PERSISTENT_VOLUME_CLAIM -> claim(Names.of(server).modelVolume());
      case UNRECOGNISED -> throw new IllegalStateException("no pod is planned for a kind of storage that is not known");
    };
  }

  private static String size(Storage storage) {
    var size = CanonicalQuantity.of(storage.size());
    return size.getAmount() + size.getFormat();
  }

  private static Volume claim(String name) {
    return new VolumeBuilder()
        .withName(OllamaContainer.MODELS_VOLUME)
        .withNewPersistentVolumeClaim()
        .withClaimName(name)
        .endPersistentVolumeClaim()
        .build();
  }

  /** Never optional: a proxy without the Secret would come up refusing everybody and look healthy. */
  private static Volume auth(Names names) {
    return new VolumeBuilder()
        .withName(ProxyContract.AUTH_VOLUME)
        .withNewSecret()
        .withSecretName(names.proxyAuth())
        .withDefaultMode(SECRET_MODE)
        .endSecret()
        .build();
  }

  private static Volume config(Names names) {
    return new VolumeBuilder()
        .withName(ProxyContract.CONFIG_VOLUME)
        .withNewConfigMap()
        .withName(names.proxyConfig())
        .withDefaultMode(CONFIG_MODE)
        .endConfigMap()
        .build();
  }

  private static Volume emptyDir(String name, EmptyDirVolumeSource source) {
    return new VolumeBuilder().withName(name).withEmptyDir(source).build();
  }

  private static EmptyDirVolumeSource disk(String limit) {
    return new EmptyDirVolumeSourceBuilder().withSizeLimit(new Quantity(limit)).build();
  }

  private static EmptyDirVolumeSource memory(String limit) {
    return new EmptyDirVolumeSourceBuilder().withMedium("Memory").withSizeLimit(new Quantity(limit)).build();
  }
}

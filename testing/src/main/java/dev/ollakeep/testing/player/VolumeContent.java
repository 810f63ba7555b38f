package dev.ollakeep.testing.player;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The files that a ConfigMap, Secret or projected volume holds.
 *
 * <p>The text of a ConfigMap is relocated, since it is configuration; the bytes of a Secret never are.
 *
 * @param sources  where ConfigMaps and Secrets come from
 * @param relocate what to do with the text of a ConfigMap
 */
record VolumeContent(Sources sources, UnaryOperator<String> relocate) {

  private static final int DEFAULT_MODE = 0644;

  /** Looks objects of the Pod's namespace up; live, not from a cache. */
  interface Sources {
    Optional<ConfigMap> configMap(String name);

    Optional<Secret> secret(String name);
  }

  /** An object that a volume needs is not there yet. */
  static final class MissingSource extends RuntimeException {
    MissingSource(String message) {
      super(message);
    }
  }

  /** Whether the volume's files come from the API server. */
  static boolean isApiVolume(Volume volume) {
    return volume.getConfigMap() != null || volume.getSecret() != null || volume.getProjected() != null;
  }

  /** The files by path. */
  Map<String, VolumeFile> of(Volume volume) {
    TreeMap<String, VolumeFile> files = new TreeMap<>();
    if (volume.getConfigMap() != null) {
      var source = volume.getConfigMap();
      Wanted wanted = new Wanted(source.getName(), source.getItems(), isTrue(source.getOptional()), mode(source.getDefaultMode()));
      addConfigMap(files, wanted);
    } else if (volume.getSecret() != null) {
      var source = volume.getSecret();
      Wanted wanted = new Wanted(source.getSecretName(), source.getItems(), isTrue(source.getOptional()), mode(source.getDefaultMode()));
      addSecret(files, wanted);
    } else {
      int mode = mode(volume.getProjected().getDefaultMode());
      volume.getProjected().getSources().forEach(projection -> addProjection(files, projection, mode));
    }
    return files;
  }

  private void addProjection(Map<String, VolumeFile> files, VolumeProjection projection, int mode) {
    if (projection.getConfigMap() != null) {
      var source = projection.getConfigMap();
      addConfigMap(files, new Wanted(source.getName(), source.getItems(), isTrue(source.getOptional()), mode));
    } else if (projection.getSecret() != null) {
      var source = projection.getSecret();
      addSecret(files, new Wanted(source.getName(), source.getItems(), isTrue(source.getOptional()), mode));
    } else {
      throw new IllegalArgumentException("the player projects ConfigMaps and Secrets only");
    }
  }

  private void addConfigMap(Map<String, VolumeFile> files, Wanted wanted) {
    Optional<ConfigMap> found = sources.configMap(wanted.name());
    if (found.isEmpty()) {
      wanted.isMissing("configmap");
      return;
    }
    TreeMap<String, byte[]> data = new TreeMap<>();
    Optional.ofNullable(found.get().getData()).ifPresent(texts ->
      texts.forEach((key, text) -> data.put(key, relocate.apply(text).getBytes(UTF_8))));
    Optional.ofNullable(found.get().getBinaryData()).ifPresent(texts ->
      texts.forEach((key, text) -> data.put(key, Base64.getDecoder().decode(text))));
    wanted.pick(data, files);
  }

  private void addSecret(Map<String, VolumeFile> files, Wanted wanted) {
    Optional<Secret> found = sources.secret(wanted.name());
    if (found.isEmpty()) {
      wanted.isMissing("secret");
      return;
    }
    TreeMap<String, byte[]> data = new TreeMap<>();
    Optional.ofNullable(found.get().getData()).ifPresent(texts ->
      texts.forEach((key, text) -> data.put(key, Base64.getDecoder().decode(text))));
    wanted.pick(data, files);
  }

  private static boolean isTrue(Boolean value) {
    return Boolean.TRUE.equals(value);
  }

  private static int mode(Integer value) {
    return value == null ? DEFAULT_MODE : value;
  }

  private record Wanted(String name, List<KeyToPath> items, boolean optional, int mode) {

    void isMissing(String kind) {
      if (!optional) {
        throw new MissingSource(kind + " \"" + name + "\" not found");
      }
    }

    void pick(Map<String, byte[]> data, Map<String, VolumeFile> files) {
      if (items == null || items.isEmpty()) {
        data.forEach((key, bytes) -> files.put(key, new VolumeFile(bytes, mode)));
        return;
      }
      for (KeyToPath item : items) {
        byte[] bytes = data.get(item.getKey());
        if (bytes != null) {
          files.put(item.getPath(), new VolumeFile(bytes, item.getMode() == null ? mode : item.getMode()));
        } else if (!optional) {
          throw new MissingSource("references non-existent key: " + item.getKey() + " of " + name);
        }
      }
    }
  }
}

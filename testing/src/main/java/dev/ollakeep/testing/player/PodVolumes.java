package dev.ollakeep.testing.player;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * The volumes of one Pod as directories below the roots of its containers.
 *
 * <p>A volume from the API server is written once per mount, since each container reads its own relocated text; every other volume is
 * one directory that the containers share.
 */
final class PodVolumes {

  private final PodSandbox sandbox;
  private final VolumeContent.Sources sources;
  private final Function<String, Path> claims;

  /** @param claims the directory of a claim by its name; it outlives the Pod */
  PodVolumes(PodSandbox sandbox, VolumeContent.Sources sources, Function<String, Path> claims) {
    this.sandbox = sandbox;
    this.sources = sources;
    this.claims = claims;
  }

  /**
   * Brings every mount up to date.
   *
   * @param betweenStep see {@link AtomicDirectory#write}
   * @return whether any file changed
   * @throws VolumeContent.MissingSource when an object that is not optional is missing; what was there stays
   */
  boolean refresh(Runnable betweenStep) throws IOException {
    boolean changed = false;
    for (Container container : sandbox.containers()) {
      List<VolumeMount> outerFirst = container.getVolumeMounts().stream()
        .sorted(Comparator.comparing(VolumeMount::getMountPath)).toList();
      for (VolumeMount mount : outerFirst) {
        changed |= mount(container, mount, betweenStep);
      }
    }
    return changed;
  }

  private boolean mount(Container container, VolumeMount mount, Runnable betweenStep) throws IOException {
    if (mount.getSubPath() != null && !mount.getSubPath().isEmpty()) {
      throw new IllegalArgumentException("the player has no subPath mounts: they never follow their source");
    }
    Volume volume = volume(mount.getName());
    Path target = sandbox.rootOf(container).resolve(mount.getMountPath().substring(1));
    if (VolumeContent.isApiVolume(volume)) {
      VolumeContent content = new VolumeContent(sources, sandbox.relocation(container)::apply);
      return new AtomicDirectory(target, sandbox.owner(container)).write(content.of(volume), betweenStep);
    }
    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(target.getParent());
      Files.createSymbolicLink(target, shared(volume));
    }
    return false;
  }

  private Path shared(Volume volume) throws IOException {
    Path directory;
    if (volume.getEmptyDir() != null) {
      directory = sandbox.emptyDir(volume.getName());
    } else if (volume.getPersistentVolumeClaim() != null) {
      directory = claims.apply(volume.getPersistentVolumeClaim().getClaimName());
    } else {
      throw new IllegalArgumentException("the player has no volumes of this kind: " + volume.getName());
    }
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, AtomicDirectory.permissions(0777));
    return directory;
  }

  private Volume volume(String name) {
    return sandbox.spec().getSpec().getVolumes().stream().filter(volume -> volume.getName().equals(name)).findFirst().orElseThrow();
  }
}

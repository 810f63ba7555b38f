package dev.ollakeep.testing.player;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The place on this machine where one Pod lives: its address, its directories, its users.
 *
 * <p>Paths are short on purpose: a unix socket's path may have 107 bytes.
 *
 * @param spec    the Pod; only its spec and metadata are looked at
 * @param address held until the Pod has ended
 * @param root    holds {@code <container>/...} for each container's {@code /}, and {@code v/<volume>}
 * @param logs    where the containers' output goes; outlives the Pod
 */
record PodSandbox(Pod spec, LoopbackAddress address, Path root, Path logs) {

  /** Who runs containers that name no user: nobody in particular, as images for restricted Pods do. */
  private static final int DEFAULT_USER = 65532;

  String ip() {
    return address.ip();
  }

  /** Native sidecars and other init containers first, in their order. */
  List<Container> containers() {
    List<Container> all = new ArrayList<>(spec.getSpec().getInitContainers());
    all.addAll(spec.getSpec().getContainers());
    return all;
  }

  Path rootOf(Container container) {
    return root.resolve(container.getName());
  }

  Path logOf(Container container) {
    return logs.resolve(container.getName() + ".log");
  }

  Path emptyDir(String volume) {
    return root.resolve("v").resolve(volume);
  }

  Relocation relocation(Container container) {
    List<String> mounts = container.getVolumeMounts().stream().map(VolumeMount::getMountPath).toList();
    return new Relocation(ip(), address.inner(), rootOf(container).toString(), mounts);
  }

  FileOwner owner(Container container) {
    var pod = Optional.ofNullable(spec.getSpec().getSecurityContext());
    int user = Optional.ofNullable(container.getSecurityContext()).map(SecurityContext::getRunAsUser)
      .or(() -> pod.map(context -> context.getRunAsUser())).map(Long::intValue).orElse(DEFAULT_USER);
    int group = pod.map(context -> context.getFsGroup()).map(Long::intValue).orElse(0);
    return new FileOwner(FileOwner.canChangeUser(), user, group);
  }

  /** Directories and log files, everything that must be there before the first volume. */
  void create() throws IOException {
    Files.createDirectories(logs);
    for (Container container : containers()) {
      Files.createDirectories(rootOf(container));
      Path log = logOf(container);
      if (!Files.exists(log)) {
        Files.createFile(log);
      }
      // Nginx opens /dev/stdout anew, under its own user.
      owner(container).give(log);
    }
  }

  /** Gives everything back except the logs. */
  void remove() throws IOException {
    Trees.delete(root);
    address.close();
  }
}

package dev.ollakeep.operator.golden;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The rules of the restricted Pod Security Standard as far as a pod can break them, and ours on top. */
final class RestrictedStandard {

  private RestrictedStandard() {}

  static List<String> violations(PodSpec pod) {
    var violations = new ArrayList<String>();
    if (pod.getHostNetwork() != null || pod.getHostPID() != null || pod.getHostIPC() != null) {
      violations.add("host namespaces");
    }
    if (!Boolean.FALSE.equals(pod.getAutomountServiceAccountToken())) {
      violations.add("service account token");
    }
    pod.getVolumes().stream().filter(volume -> !allowed(volume)).forEach(volume -> violations.add("volume " + volume.getName()));
    var containers = Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream()).toList();
    containers.forEach(container -> check(container, violations));
    if (containers.stream().map(container -> container.getSecurityContext().getRunAsUser()).distinct().count() != containers.size()) {
      violations.add("two containers are one user");
    }
    return violations;
  }

  private static boolean allowed(Volume volume) {
    return volume.getConfigMap() != null
        || volume.getSecret() != null
        || volume.getEmptyDir() != null
        || volume.getPersistentVolumeClaim() != null;
  }

  private static void check(Container container, List<String> violations) {
    var name = container.getName() + ": ";
    var context = container.getSecurityContext();
    require(Boolean.FALSE.equals(context.getAllowPrivilegeEscalation()), name + "privilege escalation", violations);
    require(context.getPrivileged() == null, name + "privileged", violations);
    require(Boolean.TRUE.equals(context.getRunAsNonRoot()), name + "may be root", violations);
    require(context.getRunAsUser() != null && context.getRunAsUser() > 0, name + "user", violations);
    require(Boolean.TRUE.equals(context.getReadOnlyRootFilesystem()), name + "writable root", violations);
    require(context.getSeccompProfile().getType().equals("RuntimeDefault"), name + "seccomp", violations);
    require(List.of("ALL").equals(context.getCapabilities().getDrop()), name + "capabilities", violations);
    require(context.getCapabilities().getAdd().isEmpty(), name + "added capabilities", violations);
    require(container.getPorts().stream().allMatch(port -> port.getHostPort() == null), name + "host port", violations);
  }

  private static void require(boolean holds, String otherwise, List<String> violations) {
    if (!holds) {
      violations.add(otherwise);
    }
  }
}

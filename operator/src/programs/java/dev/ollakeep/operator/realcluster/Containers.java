package dev.ollakeep.operator.realcluster;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Which containers pods had when they were met first, and how often each had been restarted. */
final class Containers {

  private final Map<String, Map<String, String>> met = new HashMap<>();

  /** A pod that is known already is not met again. */
  synchronized void meet(List<Pod> pods) {
    pods.forEach(pod -> met.putIfAbsent(pod.getMetadata().getUid(), of(pod)));
  }

  /** What is not as it was. */
  synchronized List<String> changed(List<Pod> now) {
    return now.stream()
        .filter(pod -> !of(pod).equals(met.getOrDefault(pod.getMetadata().getUid(), Map.of())))
        .map(pod -> pod.getMetadata().getName() + ": " + met.get(pod.getMetadata().getUid()) + " became " + of(pod))
        .toList();
  }

  synchronized int pods() {
    return met.size();
  }

  private static Map<String, String> of(Pod pod) {
    var containers = new TreeMap<String, String>();
    Stream.concat(pod.getStatus().getInitContainerStatuses().stream(), pod.getStatus().getContainerStatuses().stream())
        .forEach(status -> containers.put(status.getName(), identity(status)));
    return containers;
  }

  private static String identity(ContainerStatus status) {
    return status.getContainerID() + ", " + status.getRestartCount() + " restarts";
  }
}

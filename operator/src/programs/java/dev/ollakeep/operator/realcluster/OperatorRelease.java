package dev.ollakeep.operator.realcluster;

import dev.ollakeep.operator.bench.Samples;
import dev.ollakeep.operator.system.Site;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The operator as it is installed: its pods, and which of them leads. */
final class OperatorRelease {

  private static final Map<String, String> LABELS = Map.of("app.kubernetes.io/name", "ollakeep");
  private static final String LEASE = "ollakeep";

  private final KubernetesClient client;
  private final String namespace;
  /** Run instead of a forced deletion; empty: none. */
  private final String killer;
  private final Samples takeovers = new Samples();
  private final StringBuilder logs = new StringBuilder();
  private int kills;

  OperatorRelease(KubernetesClient client, String namespace, String killer) {
    this.client = client;
    this.namespace = namespace;
    this.killer = killer;
  }

  /** The settings of the operator that a name matches, as text. */
  String settings(String pattern) {
    return client.apps().deployments().inNamespace(namespace).withLabels(LABELS).list().getItems().stream()
        .flatMap(deployment -> deployment.getSpec().getTemplate().getSpec().getContainers().stream())
        .flatMap(container -> container.getEnv().stream())
        .filter(variable -> variable.getName().matches(pattern))
        .map(variable -> variable.getName() + "=" + variable.getValue())
        .sorted()
        .collect(Collectors.joining(" "));
  }

  private List<Pod> pods() {
    return client.pods().inNamespace(namespace).withLabels(LABELS).list().getItems();
  }

  void untilWhole() {
    Site.until("all pods of the operator are ready", () -> client.apps().deployments().inNamespace(namespace).withLabels(LABELS)
        .list().getItems().stream().allMatch(it -> it.getSpec().getReplicas().equals(it.getStatus().getReadyReplicas())));
    Site.until("one leads", () -> leader().isPresent());
  }

  private Optional<Pod> leader() {
    var lease = client.leases().inNamespace(namespace).withName(LEASE).get();
    var holder = lease == null ? "" : String.valueOf(lease.getSpec().getHolderIdentity());
    return pods().stream().filter(pod -> pod.getMetadata().getName().equals(holder)).findFirst();
  }

  /** The leader ends without a word; returns when a pod leads again, which may be the same one, restarted. */
  void killLeader() throws IOException, InterruptedException {
    var leader = leader().orElseThrow();
    keepLog(leader);
    var restarts = restarts(leader);
    var start = System.nanoTime();
    if (killer.isEmpty()) {
      client.pods().inNamespace(namespace).withName(leader.getMetadata().getName()).withGracePeriod(0).delete();
    } else {
      run(leader);
    }
    kills++;
    Site.until("another pod of the operator leads", () -> leader()
        .filter(now -> !now.getMetadata().getUid().equals(leader.getMetadata().getUid()) || restarts(now) > restarts)
        .isPresent());
    takeovers.addSince(start);
  }

  private void run(Pod leader) throws IOException, InterruptedException {
    var command = new ProcessBuilder("sh", "-c", killer).inheritIO();
    command.environment().put("POD", leader.getMetadata().getName());
    command.environment().put("POD_UID", leader.getMetadata().getUid());
    command.environment().put("NAMESPACE", namespace);
    if (command.start().waitFor() != 0) {
      throw new IOException("the command that kills the operator failed: " + killer);
    }
  }

  private static int restarts(Pod pod) {
    return pod.getStatus().getContainerStatuses().stream().mapToInt(status -> status.getRestartCount()).sum();
  }

  private void keepLog(Pod pod) {
    logs.append(client.pods().inNamespace(namespace).withName(pod.getMetadata().getName()).getLog());
  }

  /** What all pods have written, those that were killed until just before. */
  String log() {
    pods().forEach(this::keepLog);
    return logs.toString();
  }

  @Override
  public String toString() {
    return "operator killed " + kills + " times, kill -> next leader " + takeovers;
  }
}

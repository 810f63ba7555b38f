package dev.ollakeep.operator.status;

import dev.ollakeep.api.v1alpha1.Condition;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.api.v1alpha1.OllamaServerStatus;
import dev.ollakeep.operator.children.Subject;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.names.Ownership;
import dev.ollakeep.operator.observed.Cluster;
import dev.ollakeep.operator.observed.Observed;
import dev.ollakeep.operator.observed.OptionalKind;
import dev.ollakeep.operator.observed.PodSeen.EventsAnswer;
import dev.ollakeep.operator.observed.PodSeen;
import dev.ollakeep.operator.observed.Seen;
import dev.ollakeep.operator.observed.Served;
import dev.ollakeep.operator.observed.ServedKinds;
import dev.ollakeep.operator.words.Complaint;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A server of which only what its Deployment and one pod say is of interest. */
final class TroubledServer {

  static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final OllamaServer server = Serialization.unmarshal("""
      apiVersion: ollakeep.dev/v1alpha1
      kind: OllamaServer
      metadata: {name: hello, namespace: ai, uid: uid-1, generation: 1}
      spec: {auth: {users: [{name: alice, role: User}]}}
      """, OllamaServer.class);

  /** What is said when this is a condition of the Deployment. */
  Optional<Complaint> said(String type, String status, String reason, String message) {
    return said(deployment().withNewStatus()
        .addNewCondition().withType(type).withStatus(status).withReason(reason).withMessage(message).endCondition().endStatus());
  }

  /** What is said when this is the state of a container. */
  Complaint said(ContainerStatus container) {
    return said(deployment(), seen(new PodBuilder().withNewMetadata().withName("hello-1").withNamespace("ai").endMetadata()
        .withNewStatus().withPhase("Pending").withInitContainerStatuses(container).endStatus())).orElseThrow();
  }

  /** What is said of a pod that got its node then, and no more. */
  Optional<Complaint> said(Instant since, EventsAnswer events) {
    return said(deployment(), seen(new PodBuilder().withNewMetadata().withName("hello-1").withNamespace("ai").endMetadata()
        .withNewSpec().withNodeName("node-1").endSpec()
        .withNewStatus().withPhase("Pending").withInitContainerStatuses(waiting("PodInitializing", null))
        .addNewCondition().withType("PodScheduled").withStatus("True").withLastTransitionTime(since.toString()).endCondition()
        .endStatus()).with(events));
  }

  /** The status tells this from now on. */
  void remembers(Complaint complaint) {
    server.setStatus(new OllamaServerStatus(null, null, null, null, null, null, null, null, null, null, null, List.of(new Condition(
        "Available", "False", 1L, NOW.toString(), complaint.reason().text(), "0 of 1 pods are ready; " + complaint.message()))));
  }

  static ContainerStatus waiting(String reason, String message) {
    return new ContainerStatusBuilder().withName("ollama").withImage("ollama/ollama:9")
        .withNewState().withNewWaiting(message, reason).endState().build();
  }

  private Optional<Complaint> said(DeploymentBuilder deployment, PodSeen... pods) {
    var around = new Cluster(ServedKinds.of(OptionalKind.ALL, kind -> Served.NO), Seen.absent(), Optional.empty(), Seen.absent());
    var observed = new Observed(Map.of(Child.DEPLOYMENT, Seen.present(deployment.build())), Map.of(), Seen.absent(), List.of(pods),
        around, Optional.empty(), Map.of(), Map.of());
    return PodTrouble.worst(new Subject(server, observed, NOW, Optional.empty()));
  }

  private DeploymentBuilder deployment() {
    return new DeploymentBuilder().withMetadata(Ownership.owned(server, "hello", Child.DEPLOYMENT.component()));
  }

  private static PodSeen seen(PodBuilder pod) {
    return new PodSeen(
        pod.build(), new PodSeen.AuthAnswer.NotListening(), new PodSeen.ConfigAnswer.Silent("refused"), new PodSeen.AttackAnswer.Untried());
  }
}

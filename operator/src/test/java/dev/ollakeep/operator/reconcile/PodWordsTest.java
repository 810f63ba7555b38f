package dev.ollakeep.operator.reconcile;

import static dev.ollakeep.operator.reconcile.TestNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ollakeep.api.v1alpha1.Condition;
import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What controllers and kubelets say of pods is told soon, and once: their repetitions are no writes of ours. */
@RequiresApiServer
class PodWordsTest {

  private static final int ATTEMPTS = 10;
  private static final Duration SOON = Duration.ofSeconds(10);

  private TestNamespace namespace;
  private OperatorUnderTest operator;

  @BeforeEach
  void start(ApiServer api) {
    namespace = new TestNamespace(api.client(), api.freshNamespace("words"));
    operator = OperatorUnderTest.start(api, namespace.name());
    namespace.create("hello", "alice=User");
    namespace.settled("hello");
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  @Test
  void podsThatAreRefusedAreToldOnceHoweverOftenTheyAreTried() {
    attempt(0);
    await().atMost(SOON).untilAsserted(() -> assertThat(namespace.reason("hello", "Available")).isEqualTo("PodsRefused"));
    assertThat(message()).contains("exceeded quota: team, requested: pods=1, limited: pods=9: ").contains("describe resourcequota team");
    operator.requests().clear();

    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      attempt(attempt);
    }

    // A later change is seen by the operator, so what came before it was, too.
    deployment(new DeploymentBuilder().withNewStatus().withReplicas(1).endStatus());
    eventually(() -> assertThat(namespace.reason("hello", "Available")).isEqualTo("PodsNotReady"));
    assertThat(statusWrites()).as("one for the end of it").hasSize(1);
  }

  @Test
  void aPodThatIsNotSetUpIsToldOnceAndItsEventsAreReadSeldom() {
    var pod = waitingPod();
    event(pod, 0);
    operator.requests().clear();
    await().atMost(SOON).untilAsserted(() -> assertThat(namespace.reason("hello", "Available")).isEqualTo("PodSetupFailed"));
    assertThat(message()).contains("failed to setup network for sandbox \"*\": no address left: ").contains("describe pod hello-1");
    var told = statusWrites().size();

    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      event(pod, attempt);
      wake(attempt);
    }

    eventually(() -> assertThat(eventReads()).as("reads of events").hasSize(2));
    assertThat(statusWrites()).hasSize(told);
  }

  private void attempt(int attempt) {
    deployment(new DeploymentBuilder().withNewStatus().withReplicas(0)
        .addNewCondition().withType("ReplicaFailure").withStatus("True").withReason("FailedCreate")
        .withLastUpdateTime(Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(attempt).toString())
        .withMessage("pods \"hello-6d4cf56db6-x7k2" + "bcdfghjklmn".charAt(attempt) + "\" is forbidden: exceeded quota: team,"
            + " requested: pods=1,"
            + " used: pods=" + (9 + attempt) + ", limited: pods=9")
        .endCondition().endStatus());
  }

  private void deployment(DeploymentBuilder status) {
    namespace.client().apps().deployments().inNamespace(namespace.name()).withName("hello").editStatus(
        it -> new DeploymentBuilder(it).withStatus(status.build().getStatus()).build());
  }

  private Pod waitingPod() {
    var made = namespace.client().resource(new PodBuilder()
        .withNewMetadata().withName("hello-1").withNamespace(namespace.name())
        .addToLabels("ollakeep.dev/server", "hello").addToLabels("ollakeep.dev/component", "server").endMetadata()
        .withNewSpec().withNodeName("node-1").addNewContainer().withName("proxy").withImage("nginx:1").endContainer().endSpec()
        .build()).create();
    return namespace.client().resource(new PodBuilder(made)
        .withNewStatus().withPhase("Pending")
        .addNewCondition().withType("PodScheduled").withStatus("True")
        .withLastTransitionTime(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()).endCondition()
        .addNewContainerStatus().withName("proxy").withImage("nginx:1").withImageID("").withReady(false).withRestartCount(0)
        .withNewState().withNewWaiting(null, "ContainerCreating").endState().endContainerStatus()
        .endStatus().build()).updateStatus();
  }

  private void wake(int attempt) {
    namespace.client().pods().inNamespace(namespace.name()).withName("hello-1").edit(it -> new PodBuilder(it).editMetadata()
        .addToAnnotations("example.com/attempt", String.valueOf(attempt)).endMetadata().build());
  }

  private void event(Pod pod, int attempt) {
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    namespace.client().v1().events().inNamespace(namespace.name()).resource(new EventBuilder()
        .withNewMetadata().withName("hello-1." + attempt).endMetadata()
        .withNewInvolvedObject().withApiVersion("v1").withKind("Pod").withNamespace(namespace.name()).withName("hello-1")
        .withUid(pod.getMetadata().getUid()).endInvolvedObject()
        .withType("Warning").withReason("FailedCreatePodSandBox").withFirstTimestamp(now).withLastTimestamp(now)
        .withMessage("Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox \""
            + Integer.toHexString(attempt).repeat(64) + "\": no address left")
        .build()).create();
  }

  private String message() {
    return namespace.condition("hello", "Available").map(Condition::message).orElse("");
  }

  private List<String> statusWrites() {
    return operator.requests().writes().stream().filter(call -> call.endsWith("/ollamaservers/hello/status")).toList();
  }

  private List<String> eventReads() {
    return operator.requests().calls().stream().filter(call -> call.equals("GET /api/v1/namespaces/" + namespace.name() + "/events"))
        .toList();
  }
}

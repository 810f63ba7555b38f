package dev.ollakeep.testing.player;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import dev.ollakeep.testing.RequiresNginx;
import dev.ollakeep.testing.SideBySide;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Deployment on a real API server, played with a real Nginx and a fake Ollama. */
@RequiresApiServer
@RequiresNginx
class PodPlayerTest {

  private PodPlayer player;
  private Workload hello;

  @BeforeEach
  void start(ApiServer server) {
    hello = Workload.fresh(server, settings -> settings);
    player = hello.player();
  }

  @AfterEach
  void stop() {
    player.close();
  }

  @SideBySide
  @Test
  void aDeploymentBecomesAReadyPodThatServes() {
    hello.create(deployment -> deployment);
    PlayedPod pod = hello.awaitOne();
    assertThat(Workload.status(pod, "first-secret")).isEqualTo(200);
    assertThat(Workload.status(pod, "wrong")).isEqualTo(401);
    assertThatThrownBy(() -> new Socket(pod.podIp(), 11434).close()).as("Ollama beside the proxy").isInstanceOf(ConnectException.class);
    assertThat(pod.fakeOllama().orElseThrow().requests()).anyMatch(request -> request.target().equals("/api/version")
      && request.header("Host").orElse("").equals("localhost:11434") && request.header("Authorization").isEmpty());

    Pod object = hello.object(pod);
    assertThat(object.getStatus().getPhase()).isEqualTo("Running");
    assertThat(object.getStatus().getPodIP()).isEqualTo(pod.podIp());
    assertThat(object.getStatus().getConditions()).allMatch(condition -> condition.getStatus().equals("True"));
    assertThat(object.getStatus().getInitContainerStatuses()).singleElement().matches(ContainerStatus::getReady);
    assertThat(object.getStatus().getContainerStatuses()).singleElement()
      .satisfies(status -> assertThat(status.getContainerID()).isEqualTo(pod.containerId("proxy")));
    assertThat(hello.deployment().getStatus().getConditions()).extracting("type", "status")
      .containsExactlyInAnyOrder(condition("Available"), condition("Progressing"));
    assertThat(hello.client().persistentVolumeClaims().inNamespace(hello.namespace()).withName("hello-models").get()
      .getStatus().getPhase()).isEqualTo("Bound");

    ReplicaSet owner = hello.client().apps().replicaSets().inNamespace(hello.namespace())
      .withName(object.getMetadata().getOwnerReferences().get(0).getName()).get();
    assertThat(owner.getMetadata().getOwnerReferences().get(0).getUid()).isEqualTo(hello.deployment().getMetadata().getUid());
  }

  private static Tuple condition(String type) {
    return Tuple.tuple(type, "True");
  }

  @SideBySide
  @Test
  void onlyAddressesAndDirectoriesDifferInWhatNginxReads() throws Exception {
    hello.create(deployment -> deployment);
    PlayedPod pod = hello.awaitOne();
    for (String file : List.of("nginx.conf", "entrypoint.sh")) {
      String path = "/etc/ollakeep/conf/" + file;
      assertThat(Files.readString(pod.rootOf("proxy").resolve(path.substring(1)))).isNotEqualTo(Workload.resource(file));
      assertThat(pod.declared("proxy", path)).isEqualTo(Workload.resource(file));
    }
    assertThat(Files.readString(pod.rootOf("proxy").resolve("etc/ollakeep/auth/revision"))).isEqualTo("1");
  }

  @SideBySide
  @Test
  void aSecretIsSeenLateUnlessThePodIsTouched() {
    hello.create(deployment -> deployment);
    PlayedPod pod = hello.awaitOne();
    hello.setSecret("second-secret", 2);
    await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(4)).until(() -> Workload.status(pod, "first-secret") == 200);
    hello.touch(pod, "2");
    await().atMost(Duration.ofSeconds(3)).until(() -> Workload.status(pod, "second-secret") == 200);
    assertThat(Workload.status(pod, "first-secret")).isEqualTo(401);
  }

  @SideBySide
  @Test
  void aHeldPodSeesNothingUntilItIsReleased() {
    hello.create(deployment -> deployment);
    PlayedPod pod = hello.awaitOne();
    pod.hold();
    hello.setSecret("second-secret", 2);
    hello.touch(pod, "2");
    await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(4)).until(() -> Workload.status(pod, "first-secret") == 200);
    pod.release();
    await().atMost(Duration.ofSeconds(3)).until(() -> Workload.status(pod, "second-secret") == 200);
  }

  @SideBySide
  @Test
  void aTouchThatCameBeforeTheSecretMustBeRepeated() {
    hello.create(deployment -> deployment);
    PlayedPod pod = hello.awaitOne();
    pod.ignoreTouches(1);
    hello.setSecret("second-secret", 2);
    hello.touch(pod, "1");
    await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(4)).until(() -> Workload.status(pod, "first-secret") == 200);
    hello.touch(pod, "2");
    await().atMost(Duration.ofSeconds(3)).until(() -> Workload.status(pod, "second-secret") == 200);
  }

  @SideBySide
  @Test
  void scalesUpAndDown() {
    hello.create(deployment -> deployment);
    PlayedPod first = hello.awaitOne();
    hello.client().apps().deployments().inNamespace(hello.namespace()).withName("hello").scale(3);
    List<PlayedPod> three = hello.awaitReady(3);
    assertThat(three).extracting(PlayedPod::podIp).doesNotHaveDuplicates();
    assertThat(three).allMatch(pod -> Workload.status(pod, "first-secret") == 200);
    hello.client().apps().deployments().inNamespace(hello.namespace()).withName("hello").scale(1);
    // Which one stays depends on who is ready at that moment, as with a real ReplicaSet: RolloutTest.
    assertThat(three).extracting(PlayedPod::uid).contains(first.uid(), hello.awaitOne().uid());
    hello.client().apps().deployments().inNamespace(hello.namespace()).withName("hello").delete();
    await().atMost(Duration.ofSeconds(60)).until(() -> hello.podObjects().isEmpty() && player.pods().isEmpty());
  }

  @SideBySide
  @Test
  void aChangedTemplateRollsWithoutAGap() {
    hello.create(deployment -> deployment);
    PlayedPod old = hello.awaitOne();
    hello.edit(deployment -> {
      deployment.getSpec().getTemplate().getMetadata().setAnnotations(Map.of("changed", "yes"));
      return deployment;
    });
    await().atMost(Duration.ofSeconds(60)).until(() -> hello.deployment().getStatus().getReplicas() == 2);
    PlayedPod fresh = hello.awaitOne();
    assertThat(fresh.uid()).isNotEqualTo(old.uid());
    assertThat(fresh.podIp()).isNotEqualTo(old.podIp());
    assertThat(hello.object(fresh).getMetadata().getAnnotations()).containsEntry("changed", "yes");
  }

  @SideBySide
  @Test
  void recreateEndsTheOldPodFirstAndKeepsTheClaim() {
    hello.create(deployment -> {
      deployment.getSpec().getStrategy().setType("Recreate");
      deployment.getSpec().getStrategy().setRollingUpdate(null);
      return deployment;
    });
    PlayedPod old = hello.awaitOne();
    String body = Workload.send(old, "/api/tags", "first-secret", HttpResponse.BodyHandlers.ofString()).body();
    old.fakeOllama().orElseThrow().models().add("kept");
    Set<Integer> seen = new ConcurrentSkipListSet<>();
    hello.edit(deployment -> {
      deployment.getSpec().getTemplate().getMetadata().setAnnotations(Map.of("changed", "yes"));
      return deployment;
    });
    await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20)).until(() -> {
      List<Pod> now = hello.podObjects();
      seen.add(now.size());
      return now.stream().noneMatch(pod -> pod.getMetadata().getUid().equals(old.uid()));
    });
    PlayedPod fresh = hello.awaitOne();
    assertThat(seen).doesNotContain(2);
    assertThat(body).doesNotContain("kept");
    assertThat(Workload.send(fresh, "/api/tags", "first-secret", HttpResponse.BodyHandlers.ofString()).body()).contains("kept:latest");
  }

  @SideBySide
  @Test
  void aStreamOutlivesTheDeletionOfItsPod() throws Exception {
    hello.create(deployment -> deployment);
    PlayedPod pod = hello.awaitOne();
    String request = "{\"model\":\"tiny\",\"prompt\":\"~\",\"options\":{\"num_predict\":150,\"fake_delay_ms\":20}}";
    HttpResponse<InputStream> answer = Workload.stream(pod, "first-secret", request);
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), UTF_8))) {
      assertThat(lines.readLine()).contains("\"response\":\" one\"");
      hello.client().pods().inNamespace(hello.namespace()).withName(pod.name()).delete();
      List<String> rest = lines.lines().collect(Collectors.toList());
      assertThat(rest).hasSize(150);
      assertThat(rest.get(149)).contains("\"done\":true");
      assertThat(hello.object(pod)).as("the object stays until the end").isNotNull();
    }
    await().atMost(Duration.ofSeconds(60)).until(() -> hello.object(pod) == null);
    assertThat(pod.fakeOllama().orElseThrow().generating()).isZero();
    assertThat(player.logFiles()).anyMatch(file -> file.toString().contains(pod.name() + "/proxy.log"));
    assertThat(hello.awaitOne().uid()).isNotEqualTo(pod.uid());
  }

  @SideBySide
  @Test
  void aKilledProxyComesBackInTheSamePod() {
    hello.create(deployment -> deployment);
    PlayedPod pod = hello.awaitOne();
    String before = pod.containerId("proxy");
    pod.kill("proxy");
    await().atMost(Duration.ofSeconds(60)).until(() -> hello.object(pod).getStatus().getContainerStatuses().get(0).getRestartCount() == 1);
    hello.awaitOne();
    await().atMost(Duration.ofSeconds(60)).until(() -> Workload.status(pod, "first-secret") == 200);
    assertThat(pod.containerId("proxy")).isNotEqualTo(before);
    assertThat(pod.restartCount("ollama")).isZero();
    assertThat(hello.object(pod).getStatus().getContainerStatuses().get(0).getLastState().getTerminated().getExitCode()).isEqualTo(137);
  }
}

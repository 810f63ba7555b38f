package dev.ollakeep.testing.player;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import dev.ollakeep.testing.RequiresNginx;
import dev.ollakeep.testing.SideBySide;
import dev.ollakeep.testing.player.PlayerSettings.Range;
import dev.ollakeep.testing.player.PlayerSettings.Refresh;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes wrong or late on a node goes wrong or late here, and is mended the same way. */
@RequiresApiServer
@RequiresNginx
class PodPlayerFaultsTest {

  private static final Refresh SOON = new Refresh(Range.exactly(Duration.ofSeconds(2)), Range.exactly(Duration.ofMillis(50)));

  private Workload hello;

  private PlayedPod play(ApiServer server, UnaryOperator<PlayerSettings> settings, UnaryOperator<Deployment> change) {
    hello = Workload.fresh(server, settings);
    hello.create(change);
    return hello.awaitOne();
  }

  @AfterEach
  void stop() {
    if (hello != null) {
      hello.player().close();
    }
  }

  @SideBySide
  @Test
  void anUntouchedVolumeFollowsByItself(ApiServer server) {
    PlayedPod pod = play(server, settings -> settings.withRefresh(SOON), deployment -> deployment);
    hello.setSecret("second-secret", 2);
    await().atMost(Duration.ofSeconds(60)).until(() -> Workload.status(pod, "second-secret") == 200);
    assertThat(hello.object(pod).getMetadata().getAnnotations()).isNullOrEmpty();
  }

  @SideBySide
  @Test
  void anOptionalSecretMayComeLater(ApiServer server) {
    PlayedPod pod = play(server, settings -> settings.withRefresh(SOON), deployment -> deployment);
    Path tls = pod.rootOf("proxy").resolve("etc/ollakeep/tls");
    assertThat(tls).isDirectory();
    assertThat(tls.resolve("revision")).doesNotExist();
    hello.setSecret("hello-tls", "unused", 7);
    await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(tls.resolve("revision")));
  }

  @SideBySide
  @Test
  void aMissingSecretKeepsThePodWaiting(ApiServer server) {
    hello = Workload.fresh(server, settings -> settings);
    hello.create(deployment -> {
      deployment.getSpec().getTemplate().getSpec().getVolumes().stream().filter(volume -> volume.getName().equals("auth"))
          .forEach(volume -> volume.getSecret().setSecretName("not-yet"));
      return deployment;
    });
    await().atMost(Duration.ofSeconds(60)).until(() -> hello.podObjects().stream().anyMatch(pod ->
        pod.getStatus().getContainerStatuses().stream().anyMatch(status ->
            status.getState().getWaiting() != null && status.getState().getWaiting().getReason().equals("ContainerCreating"))));
    assertThat(hello.deployment().getStatus().getAvailableReplicas()).isIn(null, 0);
    hello.setSecret("not-yet", "first-secret", 1);
    assertThat(Workload.status(hello.awaitOne(), "first-secret")).isEqualTo(200);
  }

  @SideBySide
  @Test
  void aSlowSwapShowsTheOldSecretUntilItsEnd(ApiServer server) {
    PlayedPod pod = play(server, settings -> settings.withRefresh(
        new Refresh(Range.exactly(Duration.ofHours(1)), Range.exactly(Duration.ofMillis(50)))), deployment -> deployment);
    pod.slowSwap(Duration.ofMillis(1500));
    hello.setSecret("second-secret", 2);
    hello.touch(pod, "2");
    await().during(Duration.ofMillis(1000)).atMost(Duration.ofSeconds(2)).until(() -> Workload.status(pod, "first-secret") == 200);
    await().atMost(Duration.ofSeconds(60)).until(() -> Workload.status(pod, "second-secret") == 200);
  }

  @SideBySide
  @Test
  void aContainerThatFailsItsLivenessProbeIsRestartedWithBackOff(ApiServer server) {
    hello = Workload.fresh(server, settings -> settings);
    hello.create(deployment -> {
      deployment.getSpec().getTemplate().getSpec().getContainers().get(0).setLivenessProbe(new ProbeBuilder()
          .withNewHttpGet().withPath("/nothing").withNewPort(8081).endHttpGet().withPeriodSeconds(5).withFailureThreshold(2).build());
      return deployment;
    });
    await().atMost(Duration.ofSeconds(60)).until(() -> proxyStatuses().stream().anyMatch(status -> status.getRestartCount() >= 2));
    await().atMost(Duration.ofSeconds(60)).until(() -> proxyStatuses().stream().anyMatch(status ->
        status.getState().getWaiting() != null && status.getState().getWaiting().getReason().equals("CrashLoopBackOff")));
    assertThat(hello.podObjects()).singleElement().satisfies(pod ->
        assertThat(pod.getStatus().getInitContainerStatuses().get(0).getRestartCount()).as("Ollama").isZero());
  }

  private List<ContainerStatus> proxyStatuses() {
    return hello.podObjects().stream().map(Pod::getStatus).filter(status -> status != null)
        .flatMap(status -> status.getContainerStatuses().stream()).toList();
  }

  @SideBySide
  @Test
  void anotherAddressIsToldThroughEveryStatus(ApiServer server) {
    PlayedPod pod = play(server, settings -> settings, deployment -> deployment);
    pod.tellAddress("127.200.0.1");
    assertThat(hello.object(pod).getStatus().getPodIP()).isEqualTo("127.200.0.1");
    pod.kill("proxy");
    await().atMost(Duration.ofSeconds(60)).until(() -> hello.object(pod).getStatus().getContainerStatuses().get(0).getRestartCount() > 0);
    assertThat(hello.object(pod).getStatus().getPodIPs()).singleElement().hasFieldOrPropertyWithValue("ip", "127.200.0.1");
    pod.tellAddress(pod.podIp());
    assertThat(hello.object(pod).getStatus().getPodIP()).isEqualTo(pod.podIp());
  }

  @SideBySide
  @Test
  void aForcedDeletionDoesNotWait(ApiServer server) {
    PlayedPod pod = play(server, settings -> settings.withPace(new PlayerSettings.Pace(0.1, 10)), deployment -> deployment);
    Path root = pod.rootOf("proxy");
    hello.client().pods().inNamespace(hello.namespace()).withName(pod.name()).withGracePeriod(0).delete();
    await().atMost(Duration.ofSeconds(60)).until(() -> Files.notExists(root));
    assertThat(hello.awaitOne().uid()).isNotEqualTo(pod.uid());
  }

  /** The refusal is the API server's own, and goes when a Pod can be made. */
  @SideBySide
  @Test
  void aPodThatIsRefusedIsToldByItsDeployment(ApiServer server) {
    hello = Workload.fresh(server, settings -> settings);
    hello.create(deployment -> withPriority(deployment, "there-is-none"));
    await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(failures()).singleElement().asString()
        .startsWith("FailedCreate: pods \"hello-").endsWith("is forbidden: no PriorityClass with name there-is-none was found"));
    String first = failures().get(0);
    await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(60)).until(() -> failures().equals(List.of(first)));

    hello.edit(deployment -> withPriority(deployment, null));
    hello.awaitOne();
    await().atMost(Duration.ofSeconds(60)).until(() -> failures().isEmpty());
  }

  private static Deployment withPriority(Deployment deployment, String name) {
    deployment.getSpec().getTemplate().getSpec().setPriorityClassName(name);
    return deployment;
  }

  private List<String> failures() {
    return hello.deployment().getStatus().getConditions().stream().filter(condition -> condition.getType().equals("ReplicaFailure"))
        .map(condition -> condition.getReason() + ": " + condition.getMessage()).toList();
  }

  @SideBySide
  @Test
  void aPodThatFitsNoNodeWaitsUntilItDoes(ApiServer server) {
    AtomicBoolean room = new AtomicBoolean();
    hello = Workload.fresh(server, settings -> settings.withSurroundings(new Surroundings() {
      @Override
      public Optional<String> unschedulable(Pod pod) {
        return room.get() ? Optional.empty() : Optional.of("no room");
      }
    }));
    hello.create(deployment -> deployment);
    await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(() -> assertThat(hello.podObjects()).singleElement()
        .satisfies(pod -> assertThat(pod.getStatus().getConditions()).singleElement()
            .satisfies(condition -> assertThat(condition.getMessage()).isEqualTo("no room"))));

    room.set(true);

    hello.awaitOne();
  }

  @SideBySide
  @Test
  void anImageThatIsMissingIsTriedAgain(ApiServer server) {
    AtomicBoolean pushed = new AtomicBoolean();
    hello = Workload.fresh(server, settings -> settings.withSurroundings(new Surroundings() {
      @Override
      public boolean hasImage(String image) {
        return pushed.get();
      }
    }));
    hello.create(deployment -> deployment);
    await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(() -> assertThat(hello.podObjects()).singleElement()
        .satisfies(pod -> assertThat(pod.getStatus().getInitContainerStatuses().get(0).getState().getWaiting().getReason())
            .isEqualTo("ImagePullBackOff")));

    pushed.set(true);

    hello.awaitOne();
  }

  @SideBySide
  @Test
  void aRealOllamaIsPlayedWhenThereIsOne(ApiServer server) {
    Optional<Path> ollama = PlayerSettings.Programs.ofThisMachine().ollama();
    assumeTrue(ollama.isPresent(), "no real Ollama: set OLLAMA to its binary");
    PlayedPod pod = play(server, settings -> new PlayerSettings(settings.namespaces(),
        new PlayerSettings.Programs(settings.programs().nginx(), ollama), settings.refresh(), settings.pace(), settings.surroundings()),
        deployment -> deployment);
    assertThat(pod.fakeOllama()).isEmpty();
    assertThat(Workload.send(pod, "/api/tags", "first-secret", HttpResponse.BodyHandlers.ofString()).body()).isEqualTo("{\"models\":[]}");
    assertThat(pod.log("ollama")).contains("Listening on " + pod.loopback() + ":11434");
    hello.client().apps().deployments().inNamespace(hello.namespace()).withName("hello").scale(0);
    await().atMost(Duration.ofSeconds(60)).until(() -> hello.podObjects().isEmpty());
  }

  @SideBySide
  @Test
  void nothingOutlivesAPlayerWhoseJvmIsKilled(ApiServer server) throws Exception {
    String namespace = server.freshNamespace("player");
    Process jvm = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
        System.getProperty("java.class.path"), KilledPlayer.class.getName(), server.kubeconfigFile().toString(), namespace)
        .redirectError(ProcessBuilder.Redirect.DISCARD).start();
    Path root;
    List<ProcessHandle> children;
    try {
      root = Path.of(jvm.inputReader().readLine());
      await().atMost(Duration.ofSeconds(60)).until(() -> jvm.descendants().count() > 2);
      children = jvm.descendants().toList();
    } finally {
      jvm.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
    await().atMost(Duration.ofSeconds(60)).until(() -> Files.notExists(root) && children.stream().noneMatch(ProcessHandle::isAlive));
  }
}

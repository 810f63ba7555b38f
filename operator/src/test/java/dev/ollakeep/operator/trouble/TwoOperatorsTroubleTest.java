package dev.ollakeep.operator.trouble;

import static dev.ollakeep.operator.trouble.Place.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ollakeep.operator.chart.Chart;
import dev.ollakeep.operator.chaos.ShiftedClock;
import dev.ollakeep.operator.configuration.OperatorConfig;
import dev.ollakeep.operator.reconcile.OperatorUnderTest;
import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The section of {@code docs/troubleshooting.md} about two operators that know nothing of each other.
 *
 * <p>Each works in this JVM for as long as its Deployment, which the chart makes, calls for a pod.
 */
@RequiresApiServer
class TwoOperatorsTroubleTest {

  static final String TITLE = "Two operators undo each other's work";

  private static final String FIRST = "ollakeep-system";
  private static final String SECOND = "ollakeep-test";
  private static final String STALLED = "kubectl get ollamaserver hello -o jsonpath='{.status.conditions[?(@.type==\"Stalled\")].message}'";
  private static final String GENERATION = "kubectl get deployment hello -o jsonpath='{.metadata.generation}'";
  private static final String WAKE = "kubectl label configmap hello-proxy woken-at=%d --overwrite";
  private static final Duration STILL = Duration.ofSeconds(3);

  @TempDir private Path directory;

  @Test
  void theOneThatShouldNotBeIsStopped(ApiServer api) throws Exception {
    var section = Page.read().section(TITLE);
    var namespace = api.freshNamespace("trouble");
    var shell = PageShell.open(api, namespace, directory);
    var installed = List.of(install(api, FIRST), install(api, SECOND));
    var clock = new ShiftedClock();
    try (var first = OperatorUnderTest.start(api, settings(namespace, "ollama/ollama:0.17.4"), clock);
        var second = OperatorUnderTest.start(api, settings(namespace, "ollama/ollama:0.17.3"), Clock.systemUTC())) {
      Files.writeString(shell.directory().resolve("server.yaml"), "{apiVersion: ollakeep.dev/v1alpha1, kind: OllamaServer,"
          + " metadata: {name: hello}, spec: {replicas: 0, auth: {users: [{name: alice, role: User}]}}}");
      shell.run("kubectl create -f server.yaml");
      until(section.shown(), () -> shell.run(STALLED).contains("somebody keeps changing"));
      assertThat(section.shown()).contains(STALLED, "somebody keeps changing");

      assertThat(shell.run(section.commands())).as("who there is").contains(FIRST, SECOND);

      until("no pod of it is called for", () -> api.client().resource(installed.get(1)).get().getSpec().getReplicas() == 0);
      second.stop();
      clock.jump(Duration.ofMinutes(6));
      until("the other one's work is undone", () -> worksOn(shell, "ollama/ollama:0.17.4"));
      var last = new long[] {generation(shell)};
      await("nothing is undone any more").atMost(Place.PATIENCE).during(STILL).until(() -> last[0] == (last[0] = generation(shell)));
      assertThat(shell.run("kubectl get deployment hello -o yaml")).contains("ollama/ollama:0.17.4").doesNotContain("0.17.3");
      assertThat(first.ends()).isEmpty();
    } finally {
      installed.forEach(it -> api.client().resource(it).delete());
    }
  }

  private static OperatorConfig settings(String namespace, String image) {
    return OperatorConfig.of(Map.of("OLLAKEEP_WATCH_NAMESPACES", namespace, "OLLAKEEP_OLLAMA_IMAGE", image));
  }

  private static Deployment install(ApiServer api, String home) {
    api.client().resource(new NamespaceBuilder().withNewMetadata().withName(home).endMetadata().build()).serverSideApply();
    var deployment = new Chart(home).objects(Deployment.class, "{}").get(0);
    return api.client().resource(deployment).serverSideApply();
  }

  private static boolean worksOn(PageShell shell, String image) throws Exception {
    shell.run(WAKE.formatted(System.nanoTime()));
    return shell.run("kubectl get deployment hello -o yaml").contains(image);
  }

  private static long generation(PageShell shell) throws Exception {
    return Long.parseLong(shell.run(GENERATION).strip());
  }
}

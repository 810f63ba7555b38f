package dev.ollakeep.api.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people see: the real kubectl against a real API server. */
@RequiresApiServer
class KubectlTest {
  @TempDir
  private Path cache;
  private Served served;

  @BeforeEach
  void createAServer(ApiServer server) {
    served = Served.with(server);
    served.create(new Sentence(null, """
        apiVersion: ollakeep.dev/v1alpha1
        kind: OllamaServer
        metadata: {name: hello}
        spec:
          storage: {type: Ephemeral}
          auth:
            users: [{name: alice, role: User}]
        """).server());
  }

  @Test
  void columnsComeInReadingOrder() throws IOException, InterruptedException {
    served.server().client().resources(OllamaServer.class).inNamespace(served.namespace()).withName("hello")
        .subresource("status").patch(PatchContext.of(PatchType.JSON_MERGE), """
            {"status": {"url": "http://hello.ai.svc", "auth": {"phase": "InGrace"}, "conditions": [{
              "type": "Ready", "status": "True", "reason": "AllReady", "message": "", "lastTransitionTime": "2026-11-24T06:00:00Z"}]}}""");
    var lines = kubectl("get", "ols").lines().toList();
    assertThat(lines.get(0).split(" +")).containsExactly("NAME", "READY", "REASON", "URL", "ROTATION", "AGE");
    assertThat(lines.get(1)).startsWith("hello").containsSubsequence("True", "AllReady", "http://hello.ai.svc", "InGrace");
  }

  @Test
  void theCategoryListsServers() {
    // Discovery follows a new CRD with a delay.
    await().atMost(Duration.ofSeconds(60)).untilAsserted(() ->
        assertThat(kubectl("get", "ollakeep", "-o", "name")).isEqualTo("ollamaserver.ollakeep.dev/hello\n"));
  }

  @Test
  void aServerCanBeScaled() throws IOException, InterruptedException {
    assertThat(kubectl("scale", "ols/hello", "--replicas=3")).contains("scaled");
    assertThat(kubectl("get", "ols/hello", "-o", "jsonpath={.spec.replicas}")).isEqualTo("3");
  }

  @Test
  void explainTellsWhatAFieldIsFor() throws IOException, InterruptedException {
    assertThat(kubectl("explain", "ols.spec.auth.users.role")).contains("ModelManager", "Viewer sees models");
  }

  private String kubectl(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(served.server().kubectl().toString(), "--cache-dir", cache.toString(),
        "--kubeconfig", served.server().kubeconfigFile().toString(), "--namespace", served.namespace()));
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}

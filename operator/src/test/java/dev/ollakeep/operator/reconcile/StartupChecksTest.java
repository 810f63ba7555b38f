package dev.ollakeep.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ollakeep.operator.configuration.OperatorConfig;
import dev.ollakeep.operator.process.ExitCode;
import dev.ollakeep.operator.process.StartupFailure;
import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import io.fabric8.kubernetes.api.model.APIResourceListBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class StartupChecksTest {

  @Test
  void nobodyAnswers() {
    var config = new ConfigBuilder(Config.empty()).withMasterUrl("https://127.0.0.1:1").build();
    try (var client = ClusterConnection.open(config)) {
      var failure = failure(() -> new StartupChecks(client, config()).run());

      assertThat(failure.exitCode()).isEqualTo(ExitCode.API_UNREACHABLE);
      assertThat(failure).hasMessageContaining("https://127.0.0.1:1").hasMessageContaining("kubectl cluster-info");
    }
  }

  @Test
  void theCrdIsMissing() {
    try (var api = ScriptedApi.start()) {
      api.script().expect().get().withPath("/version").andReturn(200, Map.of("major", "1", "minor", "36")).always();
      var failure = failure(() -> new StartupChecks(api.client(), config()).run());

      assertThat(failure.exitCode()).isEqualTo(ExitCode.CRD_MISSING);
      assertThat(failure).hasMessageContaining("kubectl apply --server-side -f crds/ollamaservers.ollakeep.dev-v1.yml");
    }
  }

  @Test
  void permissionsCannotBeAskedFor() {
    try (var api = ScriptedApi.start()) {
      api.script().expect().get().withPath("/version").andReturn(200, Map.of("major", "1", "minor", "36")).always();
      api.script().expect().get().withPath("/apis/ollakeep.dev/v1alpha1").andReturn(200, new APIResourceListBuilder()
          .addNewResource().withName("ollamaservers").endResource().build()).always();
      var failure = failure(() -> new StartupChecks(api.client(), config()).run());

      assertThat(failure.exitCode()).isEqualTo(ExitCode.API_UNREACHABLE);
    }
  }

  @Test
  @RequiresApiServer
  void everyMissingPermissionIsNamedAndTheCommandsGrantIt(ApiServer api) throws Exception {
    OperatorUnderTest.installCrd(api);
    var namespace = api.freshNamespace("startup");
    var home = api.freshNamespace("startup-home");
    var wanted = config(
        "WATCH_NAMESPACES", namespace, "NAMESPACE", home, "LEADER_ELECTION", "true", "PROBE_MODE", "apiServerProxy");
    var connection = api.config();
    connection.setImpersonateUsername("system:serviceaccount:" + home + ":keeper");
    try (var client = ClusterConnection.open(connection)) {
      var failure = failure(() -> new StartupChecks(client, wanted).run());

      assertThat(failure.exitCode()).isEqualTo(ExitCode.FORBIDDEN);
      assertThat(failure)
          .hasMessageStartingWith("system:serviceaccount:" + home + ":keeper lacks permissions: ")
          .hasMessageContaining("create secrets in namespace " + namespace)
          .hasMessageContaining("get pods/proxy in namespace " + namespace)
          .hasMessageContaining("patch ollamaservers.ollakeep.dev/status in namespace " + namespace)
          .hasMessageContaining("update leases.coordination.k8s.io in namespace " + home)
          .hasMessageContaining("--serviceaccount=" + home + ":keeper");

      shell(api, failure.getMessage().split("grant these with: ")[1]);
      new StartupChecks(client, wanted).run();
    }
  }

  @Test
  @RequiresApiServer
  void aLeaseIsNeededOnlyWithLeaderElection(ApiServer api) throws Exception {
    OperatorUnderTest.installCrd(api);
    var connection = api.config();
    connection.setImpersonateUsername("o'leary");
    try (var client = ClusterConnection.open(connection)) {
      var failure = failure(() -> new StartupChecks(client, config()).run());
      assertThat(failure).hasMessageContaining("in all namespaces").message().doesNotContain("leases", "pods/proxy");

      shell(api, failure.getMessage().split("grant these with: ")[1]);
      new StartupChecks(client, config()).run();

      var leading = failure(() -> new StartupChecks(client, config("LEADER_ELECTION", "true")).run());
      assertThat(leading).hasMessage("o'leary lacks permissions: create leases.coordination.k8s.io in namespace ollakeep-system;"
          + " get leases.coordination.k8s.io in namespace ollakeep-system;"
          + " patch leases.coordination.k8s.io in namespace ollakeep-system;"
          + " update leases.coordination.k8s.io in namespace ollakeep-system."
          + " Install the roles of the chart or the manifest, or grant these with:"
          + " kubectl create role ollakeep-78e894b0 --namespace=ollakeep-system --verb=create,get,patch,update"
          + " --resource=leases.coordination.k8s.io && kubectl create rolebinding ollakeep-78e894b0 --namespace=ollakeep-system"
          + " --role=ollakeep-78e894b0 --user='o'\\''leary'");
    }
  }

  @Test
  @RequiresApiServer
  void nothingIsMissing(ApiServer api) {
    OperatorUnderTest.installCrd(api);
    try (var client = ClusterConnection.open(api.config())) {
      new StartupChecks(client, config()).run();
      assertThat(client.getApiResources("ollakeep.dev/v1alpha1")).isNotNull();
    }
  }

  private static OperatorConfig config(String... settings) {
    var environment = new HashMap<String, String>();
    for (int i = 0; i < settings.length; i += 2) {
      environment.put("OLLAKEEP_" + settings[i], settings[i + 1]);
    }
    return OperatorConfig.of(environment);
  }

  /** As a person would paste it. */
  private static void shell(ApiServer api, String commands) throws Exception {
    var builder = new ProcessBuilder("bash", "-euc", commands).redirectErrorStream(true);
    builder.environment().put("KUBECONFIG", api.kubeconfigFile().toString());
    builder.environment().put("PATH", api.kubectl().getParent() + ":" + System.getenv("PATH"));
    var process = builder.start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s%n%s", commands, output).isZero();
  }

  private static StartupFailure failure(ThrowingCallable checks) {
    var failure = catchThrowableOfType(StartupFailure.class, checks);
    assertThat(failure).isNotNull();
    return failure;
  }
}

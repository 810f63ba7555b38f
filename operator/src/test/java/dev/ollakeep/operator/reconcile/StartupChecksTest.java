package dev.ollakeep.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ollakeep.operator.ExitCode;
import dev.ollakeep.operator.StartupFailure;
import dev.ollakeep.operator.resources.ProbeMode;
import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import io.fabric8.kubernetes.api.model.APIResourceListBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class StartupChecksTest {

  @Test
  void nobodyAnswers() {
    var config = new ConfigBuilder(Config.empty()).withMasterUrl("https://127.0.0.1:1").build();
    try (var client = ClusterConnection.open(config)) {
      var failure = failure(() -> new StartupChecks(client, Set.of(), ProbeMode.POD_IP).run());

      assertThat(failure.exitCode()).isEqualTo(ExitCode.API_UNREACHABLE);
      assertThat(failure).hasMessageContaining("https://127.0.0.1:1").hasMessageContaining("kubectl cluster-info");
    }
  }

  @Test
  void theCrdIsMissing() {
    try (var api = ScriptedApi.start()) {
      api.script().expect().get().withPath("/version").andReturn(200, Map.of("major", "1", "minor", "36")).always();
      var failure = failure(() -> new StartupChecks(api.client(), Set.of(), ProbeMode.POD_IP).run());

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
      var failure = failure(() -> new StartupChecks(api.client(), Set.of(), ProbeMode.POD_IP).run());

      assertThat(failure.exitCode()).isEqualTo(ExitCode.API_UNREACHABLE);
    }
  }

  @Test
  @RequiresApiServer
  void everyMissingPermissionIsNamed(ApiServer api) {
    OperatorUnderTest.installCrd(api);
    var namespace = api.freshNamespace("startup");
    var config = api.config();
    config.setImpersonateUsername("nobody");
    try (var client = ClusterConnection.open(config)) {
      var failure = failure(() -> new StartupChecks(client, Set.of(namespace), ProbeMode.API_SERVER_PROXY).run());

      assertThat(failure.exitCode()).isEqualTo(ExitCode.FORBIDDEN);
      assertThat(failure)
          .hasMessageContaining("create secrets in namespace " + namespace)
          .hasMessageContaining("get pods/proxy in namespace " + namespace)
          .hasMessageContaining("patch ollamaservers/status.ollakeep.dev in namespace " + namespace);
    }
  }

  @Test
  @RequiresApiServer
  void nothingIsMissing(ApiServer api) {
    OperatorUnderTest.installCrd(api);
    try (var client = ClusterConnection.open(api.config())) {
      new StartupChecks(client, Set.of(), ProbeMode.POD_IP).run();
      assertThat(client.getApiResources("ollakeep.dev/v1alpha1")).isNotNull();
    }
  }

  private static StartupFailure failure(ThrowingCallable checks) {
    var failure = catchThrowableOfType(StartupFailure.class, checks);
    assertThat(failure).isNotNull();
    return failure;
  }
}

package dev.ollakeep.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ollakeep.testing.ApiServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The operator's account with every permission there is, so that admission alone can refuse it; it only tries, and leaves nothing. */
record ConfinedAccount(KubernetesClient client, String home) implements AutoCloseable {

  private static final PatchContext MERGE =
      new PatchContext.Builder().withPatchType(PatchType.JSON_MERGE).withDryRun(List.of("All")).build();

  static ConfinedAccount of(ApiServer server, String home) {
    var config = server.config();
    config.setImpersonateUsername("system:serviceaccount:" + home + ":ollakeep");
    config.setImpersonateGroups("system:masters");
    return new ConfinedAccount(new KubernetesClientBuilder().withConfig(config).build(), home);
  }

  void create(HasMetadata object) {
    client.resource(object).dryRun().create();
  }

  void update(HasMetadata object) {
    client.resource(object).dryRun().update();
  }

  void merge(HasMetadata object, String json) {
    client.resource(object).patch(MERGE, json);
  }

  void delete(HasMetadata object) {
    client.resource(object).dryRun().delete();
  }

  /** Asks a pod through the API server; null when there is none. */
  String ask(String path) {
    return client.raw("/api/v1/namespaces/" + home + "/pods/" + path);
  }

  /** The words of the policy that refused it. */
  static String refused(ThrowingCallable attempt) {
    var failure = catchThrowableOfType(KubernetesClientException.class, attempt);
    assertThat(failure).isNotNull();
    assertThat(failure.getCode()).as(failure.getMessage()).isEqualTo(403);
    assertThat(failure.getMessage()).contains("ValidatingAdmissionPolicy");
    return failure.getStatus().getMessage();
  }

  @Override
  public void close() {
    client.close();
  }
}

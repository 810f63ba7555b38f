package dev.ollakeep.operator.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ollakeep.operator.children.Verdict;
import dev.ollakeep.operator.cluster.Documents;
import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every object of every golden directory on a real API server: it is accepted, stored as written, and its pods may run. */
@RequiresApiServer
class ApiServerTakesItTest {

  private static final PatchContext APPLY = new PatchContext.Builder()
      .withPatchType(PatchType.SERVER_SIDE_APPLY)
      .withFieldManager("ollakeep")
      .withFieldValidation("Strict")
      .build();

  static Stream<Path> directories() throws IOException {
    return GoldenTest.directories().stream();
  }

  @ParameterizedTest
  @MethodSource("directories")
  void everyObject(Path directory, ApiServer server) {
    var client = server.client();
    var namespace = restricted(client);
    for (var desired : desired(directory)) {
      desired.getMetadata().setNamespace(namespace);
      var first = client.resource(desired).patch(APPLY, desired);
      var again = client.resource(desired).patch(APPLY, desired);
      assertThat(stored(again)).as("applied again").isEqualTo(stored(first));
      assertThat(Documents.contains(Documents.tree(first), Documents.tree(desired)))
          .as("what is stored contains what was written: %s", Documents.tree(first))
          .isTrue();
      if (desired instanceof Deployment deployment) {
        mayRun(client, namespace, deployment.getSpec().getTemplate());
      }
    }
  }

  /** Without the count of writes: an API server stores an unchanged claim a second time. */
  private static ObjectNode stored(HasMetadata object) {
    var tree = Documents.tree(object);
    tree.withObject("/metadata").remove(List.of("resourceVersion", "managedFields"));
    return tree;
  }

  /** cert-manager's API is not served there; whether its Certificate is right is for a cluster that has it. */
  private static List<HasMetadata> desired(Path directory) {
    return Story.of(directory).plan().children().stream()
        .filter(Verdict.Want.class::isInstance)
        .map(verdict -> ((Verdict.Want) verdict).desired())
        .filter(desired -> !desired.getKind().equals("Certificate"))
        .toList();
  }

  private static String restricted(KubernetesClient client) {
    var namespace = new NamespaceBuilder()
        .withNewMetadata()
        .withGenerateName("golden-")
        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
        .addToLabels("pod-security.kubernetes.io/enforce-version", "latest")
        .endMetadata()
        .build();
    return client.resource(namespace).create().getMetadata().getName();
  }

  /** Admission decides about pods, not about templates. */
  private static void mayRun(KubernetesClient client, String namespace, PodTemplateSpec template) {
    Pod pod = new PodBuilder()
        .withNewMetadata()
        .withName("admitted")
        .withNamespace(namespace)
        .withLabels(template.getMetadata().getLabels())
        .endMetadata()
        .withSpec(template.getSpec())
        .build();
    pod.getSpec().setPriorityClassName(null);
    pod.getSpec().setRuntimeClassName(null);
    assertThat(client.resource(pod).dryRun().create().getMetadata().getName()).isEqualTo("admitted");
  }
}

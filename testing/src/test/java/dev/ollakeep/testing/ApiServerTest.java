package dev.ollakeep.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresApiServer
class ApiServerTest {
  private static final String CRD = """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata:
        name: crickets.testing.ollakeep.dev
      spec:
        group: testing.ollakeep.dev
        scope: Namespaced
        names: {kind: Cricket, plural: crickets, singular: cricket}
        versions:
          - name: v1
            served: true
            storage: true
            schema:
              openAPIV3Schema:
                type: object
                properties:
                  spec:
                    type: object
                    properties:
                      net:
                        type: string
                        x-kubernetes-validations:
                          - rule: isCIDR(self)
      """;

  @Test
  void isNewEnoughForTheProduct(KubernetesClient client) {
    assertThat(ToolVersion.in(client.getKubernetesVersion().getGitVersion()))
        .hasValueSatisfying(version -> assertThat(version).isGreaterThanOrEqualTo(KubeAssets.OLDEST));
  }

  @Test
  void givesEveryTestANamespaceOfItsOwn(ApiServer server) {
    String one = server.freshNamespace("same");
    String two = server.freshNamespace("same");

    assertThat(one).startsWith("same-").isNotEqualTo(two);
    assertThat(server.client().namespaces().withName(one).get()).isNotNull();
  }

  @Test
  void servesAnAppliedCrdAtOnceWithItsRules(ApiServer server, @TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("crd.yaml"), CRD);
    server.applyCrd(file);
    server.applyCrd(file);

    String cricket = """
        apiVersion: testing.ollakeep.dev/v1
        kind: Cricket
        metadata: {name: jiminy, namespace: default}
        spec: {net: not-a-network}
        """;
    assertThatThrownBy(() -> server.client().resource(cricket).create())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("isCIDR");
  }

  @Test
  void hasRoomForMoreServicesThanTheDefaultOfKubeApiTest(ApiServer server) {
    String namespace = server.freshNamespace("services");
    var service = new ServiceBuilder().withNewMetadata().withName("far").endMetadata()
        .withNewSpec().withClusterIP("10.96.200.7").addNewPort().withPort(80).endPort().endSpec().build();

    assertThat(server.client().services().inNamespace(namespace).resource(service).create().getSpec().getClusterIP())
        .isEqualTo("10.96.200.7");
  }

  @Test
  void kubectlReachesItWithTheKubeconfigFile(ApiServer server) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(server.kubectl().toString(), "get", "namespace", "default", "-o", "name");
    builder.environment().put("KUBECONFIG", server.kubeconfigFile().toString());
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(output).isEqualToIgnoringNewLines("namespace/default");
    assertThat(process.waitFor()).isZero();
  }
}

package dev.ollakeep.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.reconcile.OperatorUnderTest;
import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The manifest on a real API server: applied, applied again, and taken away without the CRD. Also what {@code make manifest} runs. */
@RequiresApiServer
class InstallManifestTest {

  private static final String BY_LABEL = "--selector=app.kubernetes.io/name=ollakeep,app.kubernetes.io/instance=ollakeep";

  @Test
  void itInstallsUpgradesAndUninstalls(ApiServer server) throws IOException {
    OperatorUnderTest.installCrd(server);
    var kubectl = new Kubectl(server);
    var file = write(System.getProperty("manifest.image", ""), System.getProperty("manifest.values", ""));

    var first = kubectl.run("apply", "--server-side", "--force-conflicts", "--validate=strict", "--filename", file.toString());
    assertThat(first).contains("deployment.apps/ollakeep serverside-applied", "namespace/ollakeep-system", "validatingadmissionpolicy")
        .doesNotContain("Warning");
    var operator = operator(server);
    kubectl.run("apply", "--server-side", "--force-conflicts", "--filename", file.toString());
    assertThat(operator(server).getMetadata().getGeneration()).isEqualTo(operator.getMetadata().getGeneration());
    assertThat(operator.getMetadata().getLabels()).doesNotContainKeys("helm.sh/chart", "app.kubernetes.io/managed-by");

    kubectl.run("delete", "--filename", file.toString(), BY_LABEL, "--wait=false");
    assertThat(kubectl.run("get", "deployments,roles,clusterroles,validatingadmissionpolicies", "--all-namespaces", BY_LABEL))
        .contains("No resources found");
    assertThat(server.client().getApiResources("ollakeep.dev/v1alpha1")).isNotNull();
    assertThat(server.client().namespaces().withName(InstallManifest.NAMESPACE).get()).isNotNull();
  }

  private static Deployment operator(ApiServer server) {
    return server.client().apps().deployments().inNamespace(InstallManifest.NAMESPACE).withName("ollakeep").get();
  }

  private static Path write(String image, String values) throws IOException {
    var all = (values.isEmpty() ? "" : Files.readString(Path.of(values))) + imageValues(image);
    var file = Path.of("target", "ollakeep.yaml");
    Files.writeString(file, new InstallManifest(all).text());
    return file;
  }

  /** The values of an image's name. */
  private static String imageValues(String image) {
    if (image.isEmpty()) {
      return "";
    }
    var at = image.indexOf('@');
    var end = at >= 0 ? at : image.lastIndexOf(':') > image.lastIndexOf('/') ? image.lastIndexOf(':') : image.length();
    var rest = image.substring(Math.min(end + 1, image.length()));
    return "\nimage: {repository: \"%s\", %s: \"%s\"}\n".formatted(image.substring(0, end), at >= 0 ? "digest" : "tag", rest);
  }
}

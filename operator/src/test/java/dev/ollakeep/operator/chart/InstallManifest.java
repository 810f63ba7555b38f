package dev.ollakeep.operator.chart;

import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Collectors;

/**
 * The chart as one file for {@code kubectl apply}: namespace, CRD, and what Helm would install with these values.
 *
 * <p>The namespace and the CRD bear no label of the release, so that a deletion by that label leaves them, and every server.
 */
record InstallManifest(String values) {

  static final String NAMESPACE = "ollakeep-system";

  private static final String HEAD = """
      # Ollakeep %s, made from the chart by `make manifest`. Install, and upgrade, with
      #   kubectl apply --server-side --force-conflicts -f THIS-FILE
      apiVersion: v1
      kind: Namespace
      metadata:
        name: %s
        labels:
          pod-security.kubernetes.io/enforce: restricted
      ---
      """;

  String text() throws IOException {
    var crd = Files.readString(Chart.DIRECTORY.resolve("crds/ollamaservers.ollakeep.dev-v1.yml"));
    var head = HEAD.formatted(Chart.file("Chart.yaml").get("appVersion"), NAMESPACE);
    return head + withoutMarks(crd) + "\n" + withoutHelm(new Chart(NAMESPACE).manifest(values));
  }

  private static String withoutMarks(String document) {
    return document.lines().filter(line -> !line.equals("---")).collect(Collectors.joining("\n"));
  }

  /** Helm's own labels would tell others that a release of Helm's is there. */
  private static String withoutHelm(String manifest) {
    return manifest.lines()
        .filter(line -> !line.strip().equals("app.kubernetes.io/managed-by: Helm") && !line.strip().startsWith("helm.sh/chart: "))
        .collect(Collectors.joining("\n", "", "\n"));
  }
}

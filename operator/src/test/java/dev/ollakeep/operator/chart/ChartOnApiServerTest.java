package dev.ollakeep.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the values, a real API server takes every object, and the restricted standard has nothing against the pods. */
@RequiresApiServer
class ChartOnApiServerTest {

  @ParameterizedTest
  @ValueSource(strings = {
      "{}",
      "replicas: 1",
      "{replicas: 1, leaderElection: false}",
      "replicas: 5",
      "image: {tag: 1.2.3, pullPolicy: Always}",
      "image: {digest: 'sha256:0000000000000000000000000000000000000000000000000000000000000000', pullPolicy: Never}",
      "imagePullSecrets: [{name: registry}]",
      "watchNamespaces: [NAMESPACE]",
      "servers: {allowedRepositories: [registry.example.com/ai/*, other/ollama], probeSources: [10.0.0.1/32, 'fd00::/8']}",
      "{probeMode: apiServerProxy, servers: {probeSources: [10.0.0.1/32]}}",
      "log: {level: error, format: json}",
      "log: {level: trace, format: text}",
      "{maxConcurrentReconciles: 64, probeTimeout: 100ms, clusterDomain: k8s.example.com}",
      "resources: {limits: {cpu: 1, memory: 1Gi}}",
      "{nodeSelector: {kubernetes.io/arch: arm64}, tolerations: [{key: gpu, operator: Exists}], priorityClassName: high}",
      "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms:"
          + " [{matchExpressions: [{key: gpu, operator: DoesNotExist}]}]}}}",
      "topologySpreadConstraints: [{maxSkew: 1, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule,"
          + " labelSelector: {matchLabels: {app.kubernetes.io/name: ollakeep}}}]",
      "servers: {allowedIssuers: [Issuer/*], allowedHostSuffixes: [example.com]}",
      "{podAnnotations: {example.com/a: b}, podLabels: {example.com/team: ai}}",
      "serviceAccount: {name: other, annotations: {example.com/role: reader}}",
      "podDisruptionBudget: {enabled: false}",
      "networkPolicy: {enabled: false}",
      "networkPolicy: {apiServerPorts: [16443]}"})
  void takesEveryObject(String values, ApiServer server) throws Exception {
    var namespace = restricted(server);
    var objects = new Chart(namespace).manifest(values.replace("NAMESPACE", namespace));

    assertThat(new Kubectl(server).run(objects, List.of("create", "--dry-run=server", "--validate=strict", "--filename", "-")))
        .contains("deployment.apps/ollakeep created")
        .doesNotContain("Warning");
  }

  private static String restricted(ApiServer server) {
    var namespace = server.freshNamespace("chart");
    server.client().namespaces().withName(namespace).edit(it -> new NamespaceBuilder(it).editMetadata()
        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
        .addToLabels("pod-security.kubernetes.io/warn", "restricted")
        .endMetadata().build());
    return namespace;
  }
}

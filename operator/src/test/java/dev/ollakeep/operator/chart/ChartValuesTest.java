package dev.ollakeep.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ollakeep.operator.configuration.OperatorConfig;
import dev.ollakeep.operator.configuration.Variable;
import dev.ollakeep.operator.resources.ExposureLimits;
import dev.ollakeep.operator.resources.OperatorDefaults;
import dev.ollakeep.operator.resources.ProbeMode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values: what they say, what the schema refuses, and that they reach the operator. */
class ChartValuesTest {
  private static final Chart CHART = new Chart("ollakeep-system");
  /** Helm's own, which every chart must take. */
  private static final String HELMS = "global";

  @Test
  void realHelmFindsNothingToLint() {
    var result = Chart.helm().lint().strict().quiet().call();

    assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
  }

  @Test
  void aClusterThatIsTooOldIsRefused() {
    assertThatThrownBy(() -> CHART.manifest("", "1.30.9")).hasMessageContaining("kubeVersion: >=1.31.0-0");
    assertThat(CHART.manifest("", "1.31.0")).isNotBlank();
  }

  @Test
  void everyValueIsInTheSchemaWithADescriptionAndNothingElseIs() throws IOException {
    var properties = properties(Chart.file("values.schema.json"));
    properties.remove(HELMS);
    sameKeys("", Chart.file("values.yaml"), properties);
  }

  @Test
  void theChartHasTheVersionOfTheProgram() throws IOException {
    var pom = Pattern.compile("<artifactId>ollakeep</artifactId>\\s*<version>(.*?)</version>")
        .matcher(Files.readString(Path.of("../pom.xml")));
    assertThat(pom.find()).isTrue();
    assertThat(Chart.file("Chart.yaml")).containsEntry("version", pom.group(1)).containsEntry("appVersion", pom.group(1));
  }

  @Test
  void theDefaultImagesAreTheOperatorsOwn() throws IOException {
    assertThat(properties(Chart.file("values.yaml"), "servers"))
        .containsEntry("ollamaImage", Variable.OLLAMA_IMAGE.fallback())
        .containsEntry("proxyImage", Variable.PROXY_IMAGE.fallback());
  }

  @Test
  void everyVariableOfTheOperatorIsSetAndUnderstood() {
    var environment = environment("""
        watchNamespaces: [team-b, team-a]
        servers:
          ollamaImage: registry.example.com/ai/ollama:1
          proxyImage: registry.example.com/nginx:2
          allowedRepositories: [registry.example.com/ai/*]
          allowedIssuers: [Issuer/*, ClusterIssuer/ca]
          allowedHostSuffixes: [example.com, ai.internal]
          probeSources: [10.0.0.1/32]
        log: {level: debug, format: text}
        maxConcurrentReconciles: 3
        probeTimeout: 700ms
        """);

    assertThat(environment).containsOnlyKeys(Arrays.stream(Variable.values()).map(Variable::text).toList());
    environment.put(Variable.NAMESPACE.text(), "ollakeep-system");
    var config = OperatorConfig.of(environment);
    assertThat(config.namespaces()).containsExactlyInAnyOrder("team-a", "team-b");
    assertThat(config.leaderElection()).isTrue();
    assertThat(config.health()).hasValueSatisfying(address -> assertThat(address.getPort()).isEqualTo(8080));
    assertThat(config.maxConcurrentReconciles()).isEqualTo(3);
    assertThat(config.probeTimeout()).hasMillis(700);
    assertThat(config.logging()).isEqualTo(new OperatorConfig.Logging("debug", "text"));
    assertThat(config.defaults().images().ollama()).isEqualTo("registry.example.com/ai/ollama:1");
    assertThat(config.defaults().limits()).isEqualTo(
        new ExposureLimits(List.of("ClusterIssuer/ca", "Issuer/*"), List.of("ai.internal", "example.com")));
    assertThat(config.defaults().self().podLabels()).isEqualTo(podLabels(""));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "replicas: 0                                 | /replicas",
      "replicas: 1.5                               | /replicas",
      "{replicas: 2, leaderElection: false}        | /replicas",
      "leaderElection: maybe                       | /leaderElection",
      "image: {repository: 'Upper/case'}           | /image/repository",
      "image: {tag: 'a b'}                         | /image/tag",
      "image: {digest: 'md5:00'}                   | /image/digest",
      "image: {pullPolicy: Sometimes}              | /image/pullPolicy",
      "imagePullSecrets: [plain]                   | /imagePullSecrets/0",
      "watchNamespaces: [Team]                     | /watchNamespaces/0",
      "watchNamespaces: [a, a]                     | /watchNamespaces",
      "servers: {ollamaImage: ollama/ollama}       | /servers/ollamaImage",
      "servers: {proxyImage: 'nginx:'}             | /servers/proxyImage",
      "servers: {allowedRepositories: ['*']}       | /servers/allowedRepositories/0",
      "servers: {allowedIssuers: [letsencrypt]}     | /servers/allowedIssuers/0",
      "servers: {allowedHostSuffixes: ['*.a.com']} | /servers/allowedHostSuffixes/0",
      "servers: {probeSources: [10.0.0.1]}         | /servers/probeSources/0",
      "servers: {spoon: true}                      | spoon",
      "log: {level: loud}                          | /log/level",
      "log: {format: xml}                          | /log/format",
      "maxConcurrentReconciles: 65                 | /maxConcurrentReconciles",
      "probeMode: apiserverproxy                   | /probeMode",
      "probeTimeout: 99ms                          | /probeTimeout",
      "probeTimeout: 31s                           | /probeTimeout",
      "probeTimeout: 2                             | /probeTimeout",
      "networkPolicy: {apiServerPorts: [0]}        | /networkPolicy/apiServerPorts/0",
      "serviceAccount: {name: '-'}                 | /serviceAccount/name",
      "serviceMonitor: {interval: often}           | /serviceMonitor/interval",
      "spoon: true                                 | spoon"})
  void theSchemaRefuses(String values, String named) {
    assertThatThrownBy(() -> CHART.manifest(values)).hasMessageContaining(named);
  }

  @Test
  void aServiceMonitorReadsThePortOfTheOperatorsPods() {
    var values = "serviceMonitor: {enabled: true, interval: 15s, labels: {release: prometheus}}";
    var service = CHART.objects(Service.class, values).get(0);
    var monitor = CHART.objects(GenericKubernetesResource.class, values).get(0);
    var port = deployment(values).getSpec().getTemplate().getSpec().getContainers().get(0).getPorts().get(0);

    assertThat(monitor.getKind()).isEqualTo("ServiceMonitor");
    assertThat(monitor.getMetadata().getLabels()).containsEntry("release", "prometheus");
    assertThat(monitor.<Map<String, String>>get("spec", "selector", "matchLabels")).isEqualTo(podLabels(values));
    assertThat(monitor.<String>get("spec", "endpoints", 0, "port")).isEqualTo(service.getSpec().getPorts().get(0).getName());
    assertThat(monitor.<String>get("spec", "endpoints", 0, "interval")).isEqualTo("15s");
    assertThat(service.getMetadata().getLabels()).containsAllEntriesOf(podLabels(values));
    assertThat(service.getSpec().getSelector()).isEqualTo(podLabels(values));
    assertThat(service.getSpec().getPorts().get(0).getTargetPort().getStrVal()).isEqualTo(port.getName());
    assertThat(CHART.objects(Service.class, "")).isEmpty();
  }

  @Test
  void theOperatorHearsHowToAskPods() {
    var environment = environment("{probeMode: apiServerProxy, servers: {probeSources: [10.0.0.1/32]}}");
    environment.put(Variable.NAMESPACE.text(), "ollakeep-system");

    assertThat(OperatorConfig.of(environment).defaults().probing())
        .isEqualTo(new OperatorDefaults.Probing(ProbeMode.API_SERVER_PROXY, List.of("10.0.0.1/32")));
  }

  @ParameterizedTest
  @CsvSource({"100ms,100", "9999ms,9999", "30000ms,30000", "1s,1000", "30s,30000"})
  void theSchemaTakesEveryTimeoutThatTheOperatorTakes(String text, long millis) {
    var environment = environment("probeTimeout: " + text);
    environment.put(Variable.NAMESPACE.text(), "ollakeep-system");

    assertThat(OperatorConfig.of(environment).probeTimeout()).hasMillis(millis);
  }

  private static Map<String, String> environment(String values) {
    var environment = new TreeMap<String, String>();
    deployment(values).getSpec().getTemplate().getSpec().getContainers().get(0).getEnv()
        .forEach(variable -> environment.put(variable.getName(), variable.getValue()));
    return environment;
  }

  private static Map<String, String> podLabels(String values) {
    return deployment(values).getSpec().getTemplate().getMetadata().getLabels();
  }

  private static Deployment deployment(String values) {
    var deployments = CHART.objects(Deployment.class, values);
    assertThat(deployments).hasSize(1);
    return deployments.get(0);
  }

  private static void sameKeys(String path, Map<String, Object> values, Map<String, Object> schema) {
    assertThat(schema.keySet()).as("values.schema.json at /%s", path).isEqualTo(values.keySet());
    values.forEach((key, value) -> {
      @SuppressWarnings("unchecked")
      var entry = (Map<String, Object>) schema.get(key);
      assertThat(entry.get("description")).as("description of %s%s", path, key).asString().endsWith(".");
      if (entry.containsKey("properties")) {
        sameKeys(path + key + "/", properties(values, key), properties(entry));
      }
    });
  }

  private static Map<String, Object> properties(Map<String, Object> schema) {
    return properties(schema, "properties");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> properties(Map<String, Object> map, String key) {
    return (Map<String, Object>) map.get(key);
  }
}

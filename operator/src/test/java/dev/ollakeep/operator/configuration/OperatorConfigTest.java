package dev.ollakeep.operator.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ollakeep.operator.resources.ExposureLimits;
import dev.ollakeep.operator.resources.OperatorDefaults;
import dev.ollakeep.operator.resources.ProbeMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorConfigTest {

  @Test
  void anEmptyEnvironmentGivesTheDocumentedDefaults() {
    var config = OperatorConfig.of(Map.of());

    assertThat(config.namespaces()).isEmpty();
    assertThat(config.defaults().images().ollama()).isEqualTo("ollama/ollama:0.17.4");
    assertThat(config.defaults().images().proxy()).isEqualTo("nginx:1.30.6-alpine");
    assertThat(config.defaults().self().namespace()).isEqualTo("ollakeep-system");
    assertThat(config.defaults().clusterDomain()).isEqualTo("cluster.local");
    assertThat(config.health()).hasValueSatisfying(address -> assertThat(address.getPort()).isEqualTo(8080));
    assertThat(config.leaderElection()).isFalse();
    assertThat(config.logging()).isEqualTo(new OperatorConfig.Logging("info", "text"));
    assertThat(config.maxConcurrentReconciles()).isEqualTo(16);
    assertThat(config.probeTimeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.defaults().probing().mode()).isEqualTo(ProbeMode.POD_IP);
  }

  @Test
  void everyVariableIsHeard() {
    var config = OperatorConfig.of(Map.ofEntries(
        Map.entry("OLLAKEEP_WATCH_NAMESPACES", "team-b, team-a"),
        Map.entry("OLLAKEEP_OLLAMA_IMAGE", "registry.example.com:5000/ai/ollama:1.2"),
        Map.entry("OLLAKEEP_PROXY_IMAGE", "nginx@sha256:" + "a".repeat(64)),
        Map.entry("OLLAKEEP_ALLOWED_REPOSITORIES", "registry.example.com/ai/*"),
        Map.entry("OLLAKEEP_NAMESPACE", "operators"),
        Map.entry("OLLAKEEP_POD_LABELS", "app=keep,tier=control"),
        Map.entry("OLLAKEEP_CLUSTER_DOMAIN", "k8s.example.com"),
        Map.entry("OLLAKEEP_HEALTH_ADDRESS", "127.0.0.1:9000"),
        Map.entry("OLLAKEEP_LEADER_ELECTION", "TRUE"),
        Map.entry("OLLAKEEP_LOG_LEVEL", "Debug"),
        Map.entry("OLLAKEEP_LOG_FORMAT", "json"),
        Map.entry("OLLAKEEP_MAX_CONCURRENT_RECONCILES", "3"),
        Map.entry("OLLAKEEP_PROBE_MODE", "apiserverproxy"),
        Map.entry("OLLAKEEP_PROBE_SOURCES", "10.0.0.1/32"),
        Map.entry("OLLAKEEP_PROBE_TIMEOUT", "500ms")));

    assertThat(config.namespaces()).containsExactly("team-a", "team-b");
    assertThat(config.defaults().images().allow("registry.example.com/ai/other:1")).isTrue();
    assertThat(config.defaults().self().podLabels()).isEqualTo(new TreeMap<>(Map.of("app", "keep", "tier", "control")));
    assertThat(config.defaults().probing())
        .isEqualTo(new OperatorDefaults.Probing(ProbeMode.API_SERVER_PROXY, List.of("10.0.0.1/32")));
    assertThat(config.health()).hasValueSatisfying(it -> assertThat(it.getHostString() + it.getPort()).isEqualTo("127.0.0.19000"));
    assertThat(config.leaderElection()).isTrue();
    assertThat(config.logging()).isEqualTo(new OperatorConfig.Logging("debug", "json"));
    assertThat(config.maxConcurrentReconciles()).isEqualTo(3);
    assertThat(config.probeTimeout()).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void theLimitsOfExposureAreHeard() {
    var config = OperatorConfig.of(Map.of(
        "OLLAKEEP_ALLOWED_ISSUERS", "Issuer/*, ClusterIssuer/letsencrypt-prod",
        "OLLAKEEP_ALLOWED_HOST_SUFFIXES", "example.net,example.com"));

    assertThat(config.defaults().limits()).isEqualTo(
        new ExposureLimits(List.of("ClusterIssuer/letsencrypt-prod", "Issuer/*"), List.of("example.com", "example.net")));
  }

  @ParameterizedTest
  @CsvSource({"AWSPCAClusterIssuer.awspca.cert-manager.io/ca", "Issuer/*", "ClusterIssuer/a.b-c"})
  void anIssuerIsAKindWithItsGroupAndAName(String issuer) {
    var config = OperatorConfig.of(Map.of("OLLAKEEP_ALLOWED_ISSUERS", issuer));

    assertThat(config.defaults().limits().issuers()).containsExactly(issuer);
  }

  @ParameterizedTest
  @CsvSource({"'', true", "0, true", ":0, false"})
  void healthMayBeOff(String address, boolean off) {
    assertThat(OperatorConfig.of(Map.of("OLLAKEEP_HEALTH_ADDRESS", address)).health().isEmpty()).isEqualTo(off);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "WATCH_NAMESPACES | Team_A",
    "OLLAMA_IMAGE | ollama/ollama",
    "PROXY_IMAGE | 'nginx:1;rm'",
    "ALLOWED_REPOSITORIES | '$(id)'",
    "ALLOWED_ISSUERS | letsencrypt-prod",
    "ALLOWED_ISSUERS | clusterissuer/ca",
    "ALLOWED_ISSUERS | '*/*'",
    "ALLOWED_ISSUERS | ClusterIssuer/",
    "ALLOWED_HOST_SUFFIXES | .example.com",
    "ALLOWED_HOST_SUFFIXES | '*.example.com'",
    "ALLOWED_HOST_SUFFIXES | https://example.com",
    "NAMESPACE | ''",
    "POD_LABELS | ''",
    "POD_LABELS | app",
    "CLUSTER_DOMAIN | 'a b'",
    "HEALTH_ADDRESS | 8080",
    "HEALTH_ADDRESS | :99999",
    "LEADER_ELECTION | yes",
    "LOG_LEVEL | loud",
    "LOG_FORMAT | xml",
    "MAX_CONCURRENT_RECONCILES | 0",
    "MAX_CONCURRENT_RECONCILES | many",
    "PROBE_MODE | carrier pigeon",
    "PROBE_SOURCES | everywhere",
    "PROBE_TIMEOUT | 2",
    "PROBE_TIMEOUT | 1h",
  })
  void aMalformedVariableIsRefusedByName(String variable, String value) {
    assertThatThrownBy(() -> OperatorConfig.of(Map.of("OLLAKEEP_" + variable, value)))
        .isInstanceOf(Variable.InvalidConfig.class)
        .hasMessageStartingWith("OLLAKEEP_" + variable + " is '")
        .hasMessageContaining("it must be ");
  }
}

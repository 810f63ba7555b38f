package dev.ollakeep.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.proxy.ProxyContract;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the operator's own NetworkPolicy lets through is what the operator uses. */
class ChartNetworkTest {

  private static final Chart CHART = new Chart("ollakeep-system");
  private static final int OLLAMA = 11434;

  @Test
  void itReachesEveryPortOfServersPodsThatItAsks() {
    assertThat(toPods("")).singleElement().satisfies(rule -> {
      assertThat(ports(rule)).containsExactly(ProxyContract.PUBLIC_PORT, ProxyContract.INTERNAL_PORT, OLLAMA);
      assertThat(rule.getTo()).singleElement().satisfies(peer -> {
        assertThat(peer.getNamespaceSelector().getMatchLabels()).isNullOrEmpty();
        assertThat(OwnObject.DEPLOYMENT.in("any")).isInstanceOfSatisfying(Deployment.class, server ->
            assertThat(server.getSpec().getTemplate().getMetadata().getLabels())
                .containsAllEntriesOf(peer.getPodSelector().getMatchLabels()));
      });
    });
  }

  @Test
  void whatAsksThroughTheApiServerReachesNoPod() {
    assertThat(toPods("probeMode: apiServerProxy")).isEmpty();
  }

  @Test
  void itReachesNamesAndTheApiServer() {
    assertThat(policy("networkPolicy: {apiServerPorts: [16443]}").getSpec().getEgress()).filteredOn(rule -> rule.getTo().isEmpty())
        .singleElement().satisfies(rule -> assertThat(ports(rule)).contains(53, 16443).doesNotContain(443, 6443));
  }

  @Test
  void onlyHealthAndMetricsAreReached() {
    var policy = policy("");
    var pod = CHART.objects(Deployment.class, "").get(0).getSpec().getTemplate();

    assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
    assertThat(pod.getMetadata().getLabels()).containsAllEntriesOf(policy.getSpec().getPodSelector().getMatchLabels());
    assertThat(policy.getSpec().getIngress()).singleElement().satisfies(rule -> assertThat(rule.getPorts()).singleElement()
        .satisfies(port -> assertThat(port.getPort()).isEqualTo(new IntOrString(
            pod.getSpec().getContainers().get(0).getPorts().get(0).getName()))));
  }

  private static List<NetworkPolicyEgressRule> toPods(String values) {
    return policy(values).getSpec().getEgress().stream().filter(rule -> !rule.getTo().isEmpty()).toList();
  }

  private static List<Integer> ports(NetworkPolicyEgressRule rule) {
    return rule.getPorts().stream().map(NetworkPolicyPort::getPort).map(IntOrString::getIntVal).toList();
  }

  private static NetworkPolicy policy(String values) {
    return CHART.objects(NetworkPolicy.class, values).get(0);
  }
}

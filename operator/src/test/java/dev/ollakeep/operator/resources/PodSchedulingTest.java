package dev.ollakeep.operator.resources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodSchedulingTest {

  /** It would be stored, and taken away again by nobody. */
  @ParameterizedTest
  @ValueSource(strings = {"{}", "{affinity: {}}", "{affinity: {nodeAffinity: {}, podAffinity: {}, podAntiAffinity: {}}}"})
  void whatAsksForNothingDoesNotAppear(String scheduling) {
    assertThat(pod(scheduling).getAffinity()).isNull();
  }

  @Test
  void onlyTheUsefulPartAppears() {
    var affinity = pod("{affinity: {podAffinity: {}, nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: "
        + "[{matchExpressions: [{key: gpu, operator: Exists}]}]}}}}").getAffinity();

    assertThat(affinity.getPodAffinity()).isNull();
    assertThat(affinity.getNodeAffinity().getRequiredDuringSchedulingIgnoredDuringExecution().getNodeSelectorTerms()).hasSize(1);
  }

  private static PodSpec pod(String scheduling) {
    var server = Serialization.unmarshal("""
        apiVersion: ollakeep.dev/v1alpha1
        kind: OllamaServer
        metadata: {name: hello, namespace: ai}
        spec: {auth: {users: [{name: alice, role: User}]}, scheduling: %s}
        """.formatted(scheduling), OllamaServer.class);
    return PodScheduling.applied(server, new PodSpec());
  }
}

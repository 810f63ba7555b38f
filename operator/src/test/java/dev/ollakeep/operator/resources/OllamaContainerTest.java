package dev.ollakeep.operator.resources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class OllamaContainerTest {

  @Test
  void valuesOfTheEnvironmentAreLiteral() {
    var server = Serialization.unmarshal("""
        metadata: {name: hello, namespace: ai}
        spec:
          auth: {users: [{name: alice, role: User}]}
          env: [{name: OLLAMA_LLM_LIBRARY, value: "$(HOME) costs $$5"}]
        """, OllamaServer.class);
    assertThat(OllamaContainer.of(server, "ollama/ollama:0.17.4").getEnv())
        .filteredOn(variable -> variable.getName().equals("OLLAMA_LLM_LIBRARY"))
        .singleElement()
        .satisfies(variable -> assertThat(variable.getValue()).isEqualTo("$$(HOME) costs $$$$5"));
  }
}

package dev.ollakeep.api.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an API server can store, the records can read: an object that cannot be read would stop the informer and the operator. */
@RequiresApiServer
class DeserialisationTest {

  private static final String HEAD = """
      apiVersion: ollakeep.dev/v1alpha1
      kind: OllamaServer
      metadata: {name: hello}
      """;

  @ParameterizedTest
  @ValueSource(strings = {"\"text\"", "1.5", "99999999999", "true", "[]", "{}", "{\"a\": \"b\"}"})
  void whateverTypeTheSchemaLetsThroughIsRead(String value, ApiServer server) throws IOException {
    var served = Served.with(server);
    var tried = new HashSet<String>();
    for (var sentence : Sentence.in("valid")) {
      for (var mutation : Mutation.ofEachField(spec(sentence), Serialization.jsonMapper().readTree(value))) {
        if (tried.add(mutation.path())) {
          stored(served, mutation).ifPresent(resource ->
              assertThatCode(() -> read(resource)).as(mutation.path()).doesNotThrowAnyException());
        }
      }
    }
    assertThat(tried).hasSizeGreaterThan(100);
  }

  @ParameterizedTest
  @MethodSource("valid")
  void nullIsReadAsAbsent(Sentence sentence) {
    for (var mutation : Mutation.ofEachField(spec(sentence), NullNode.getInstance())) {
      assertThatCode(() -> read(resource(mutation.document()))).as(mutation.path()).doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @MethodSource("valid")
  void fieldsOfANewerVersionAreIgnored(Sentence sentence) {
    var newer = Mutation.withFieldEverywhere(spec(sentence), "aFieldOfTomorrow");
    assertThatCode(() -> read(resource(newer))).doesNotThrowAnyException();
  }

  @Test
  void aResourceWithoutASpecIsRead() {
    assertThat(Serialization.unmarshal("{\"metadata\": {\"name\": \"hello\"}}", OllamaServer.class).getSpec().auth().users()).isEmpty();
  }

  static List<Sentence> valid() throws IOException {
    return Sentence.in("valid");
  }

  private static Optional<GenericKubernetesResource> stored(Served served, Mutation mutation) {
    try {
      return Optional.of(served.stored(resource(mutation.document())));
    } catch (KubernetesClientException refused) {
      assertThat(refused.getCode()).as(refused.getMessage()).isIn(400, 422);
      return Optional.empty();
    }
  }

  private static GenericKubernetesResource resource(JsonNode spec) {
    var resource = Serialization.unmarshal(HEAD, GenericKubernetesResource.class);
    resource.setAdditionalProperty("spec", spec);
    return resource;
  }

  private static OllamaServer read(GenericKubernetesResource resource) {
    return Serialization.unmarshal(Serialization.asJson(resource), OllamaServer.class);
  }

  private static JsonNode spec(Sentence sentence) {
    return Serialization.jsonMapper().<JsonNode>valueToTree(sentence.server()).get("spec");
  }
}

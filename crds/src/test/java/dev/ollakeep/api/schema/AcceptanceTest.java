package dev.ollakeep.api.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is valid is accepted, and schema and records agree about it in both directions. */
@RequiresApiServer
class AcceptanceTest {
  /** Defaults that only the records know: those that depend on another field, and those of a block that is absent. */
  private static final Set<String> OF_THE_RECORDS = Set.of(
      "proxy.limits.generationsPerUser", "proxy.limits.generationsTotal", "proxy.limits.requestsPerSecond", "proxy.limits.requestBurst",
      "exposure.ingress.path", "exposure.ingress.httpsRedirect", "tls.certManager.privateKey.size");

  @TestFactory
  Stream<DynamicTest> validResourcesSurviveTheRecords(ApiServer server) throws IOException {
    var served = Served.with(server);
    return accepted().map(sentence -> DynamicTest.dynamicTest(sentence.file().toString(), () -> {
      var asked = sentence.server();
      var stored = served.accepted(asked);
      var record = read(stored);
      assertThat(read(asked).getSpec()).as("defaults of the schema and of the constructors").isEqualTo(record.getSpec());
      var said = Leaves.of(spec(stored));
      var kept = Leaves.of(Serialization.jsonMapper().valueToTree(record.getSpec()));
      assertThat(kept).as("what the API server stores and the records forget").containsAllEntriesOf(said);
      kept.keySet().removeAll(said.keySet());
      assertThat(OF_THE_RECORDS).as("what the records add").containsAll(kept.keySet());
    }));
  }

  @TestFactory
  Stream<DynamicTest> whatTheRecordsWriteIsAccepted(ApiServer server) throws IOException {
    var served = Served.with(server);
    return accepted().map(sentence -> DynamicTest.dynamicTest(sentence.file().toString(), () -> {
      var record = read(sentence.server());
      var written = Serialization.unmarshal(Serialization.asJson(record), GenericKubernetesResource.class);
      assertThat(read(served.accepted(written)).getSpec()).isEqualTo(record.getSpec());
    }));
  }

  @Test
  void theValidResourcesShowEveryDefault(ApiServer server) throws IOException {
    var served = Served.with(server);
    var filledIn = new TreeSet<String>();
    for (var sentence : Sentence.in("valid")) {
      var stored = Leaves.of(spec(served.accepted(sentence.server())));
      stored.keySet().removeAll(Leaves.of(spec(sentence.server())).keySet());
      stored.keySet().forEach(path -> filledIn.add("spec." + Leaves.inSchema(path)));
    }
    assertThat(filledIn).containsAll(defaults());
  }

  private static Set<String> defaults() {
    var paths = new TreeSet<String>();
    for (var place : SchemaPath.below("", GeneratedCrd.ofTheRecords().schema())) {
      if (place.schema().getDefault() != null && place.schema().getDefault().isValueNode()) {
        paths.add(place.text());
      }
    }
    return paths;
  }

  private static OllamaServer read(GenericKubernetesResource resource) {
    return Serialization.unmarshal(Serialization.asJson(resource), OllamaServer.class);
  }

  private static JsonNode spec(GenericKubernetesResource resource) {
    return Serialization.jsonMapper().<JsonNode>valueToTree(resource).get("spec");
  }

  /** Our own valid ones, the examples, and the inputs of the operator's golden tests, but for those that play a newer version. */
  private static Stream<Sentence> accepted() throws IOException {
    var elsewhere = Stream.concat(
        find(Path.of("../examples"), "ollamaserver.yaml"),
        find(Path.of("../operator/src/test/resources/golden"), "in-server.yaml"));
    return Stream.concat(Sentence.in("valid").stream(), elsewhere.map(Sentence::of).filter(AcceptanceTest::isOfThisVersion));
  }

  private static boolean isOfThisVersion(Sentence sentence) {
    return !read(sentence.server()).getSpec().toString().contains("UNRECOGNISED");
  }

  private static Stream<Path> find(Path directory, String name) throws IOException {
    if (!Files.isDirectory(directory)) {
      return Stream.empty();
    }
    try (var files = Files.walk(directory)) {
      return files.filter(file -> file.getFileName().toString().equals(name)).sorted().toList().stream();
    }
  }
}

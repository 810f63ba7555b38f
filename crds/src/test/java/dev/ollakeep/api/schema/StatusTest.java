package dev.ollakeep.api.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.api.v1alpha1.OllamaServerStatus;
import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every status of the operator's golden tests is stored whole, and read back the same: a refused status would hide everything. */
@RequiresApiServer
class StatusTest {
  private static final Path GOLDEN = Path.of("../operator/src/test/resources/golden");
  private static final String SERVER = """
      apiVersion: ollakeep.dev/v1alpha1
      kind: OllamaServer
      metadata: {name: hello}
      spec:
        auth:
          users: [{name: alice, role: User}]
      """;

  @TestFactory
  Stream<DynamicTest> goldenStatusesAreStored(ApiServer server) throws IOException {
    var served = Served.with(server);
    served.create(new Sentence(null, SERVER).server());
    var resource = server.client().resources(OllamaServer.class).inNamespace(served.namespace()).withName("hello");
    return statuses().map(file -> DynamicTest.dynamicTest(file.getParent().getFileName().toString(), () -> {
      var written = Serialization.unmarshal(Files.readString(file), JsonNode.class);
      var current = resource.get();
      current.setStatus(Serialization.jsonMapper().convertValue(written, OllamaServerStatus.class));
      var stored = server.client().resource(current).updateStatus();
      assertThat(Leaves.of(Serialization.jsonMapper().valueToTree(stored.getStatus()))).isEqualTo(Leaves.of(written));
    }));
  }

  private static Stream<Path> statuses() throws IOException {
    try (var files = Files.walk(GOLDEN)) {
      return files.filter(file -> file.getFileName().toString().equals("out-status.yaml")).sorted().toList().stream();
    }
  }
}

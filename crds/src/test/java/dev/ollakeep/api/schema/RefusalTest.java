package dev.ollakeep.api.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each resource of {@code invalid/}, and each change of {@code invalid-updates/}, is refused with the message that it expects. */
@RequiresApiServer
class RefusalTest {

  @TestFactory
  Stream<DynamicTest> invalidResourcesAreRefused(ApiServer server) throws IOException {
    var served = Served.with(server);
    return Sentence.in("invalid").stream().map(sentence -> DynamicTest.dynamicTest(sentence.name(), () ->
        assertThat(served.refusal(sentence.server())).contains(sentence.expected())));
  }

  @TestFactory
  Stream<DynamicTest> invalidUpdatesAreRefused(ApiServer server) throws IOException {
    var served = Served.with(server);
    return updates().map(directory -> DynamicTest.dynamicTest(directory.getFileName().toString().replace('-', ' '), () -> {
      var changed = Sentence.of(directory.resolve("new.yaml"));
      var stored = Sentence.of(directory.resolve("old.yaml"));
      assertThat(served.refusal(stored.server(), changed.server())).contains(changed.expected());
    }));
  }

  static Stream<Path> updates() throws IOException {
    try (var directories = Files.list(Path.of("src/test/resources/invalid-updates"))) {
      return directories.sorted().toList().stream();
    }
  }
}

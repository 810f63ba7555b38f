package dev.ollakeep.operator.proxy.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.proxy.EndpointCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page that tells users who may call what is written from the table that decides it. */
class GoldenEndpointsTest {

  private static final Path PAGE = Path.of("..", "docs", "endpoints.md");
  private static final String HEAD = """
      <!-- Written from EndpointCatalogue; rewrite with: make golden -->
      # Who may call what

      The proxy knows the routes of Ollama %s and lets through what this table names, and nothing else. Each role may do what the
      roles before it may: Viewer, User, ModelManager, Admin. A route that is newer than the table is opened with
      `spec.proxy.extraRoutes`; one that the table names is not.

      """;

  @Test
  void thePageSaysWhatTheTableDecides() throws IOException {
    var text = HEAD.formatted(EndpointCatalogue.OLLAMA_RELEASE) + EndpointCatalogue.markdown();
    if (Boolean.getBoolean("golden.rewrite")) {
      Files.writeString(PAGE, text);
    }
    assertThat(PAGE).as("%s is not what the catalogue says; rewrite it with: make golden", PAGE).exists().hasContent(text);
  }
}

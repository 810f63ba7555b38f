package dev.ollakeep.operator.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.api.rules.CataloguedPaths;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointCatalogueTest {

  @ParameterizedTest
  @ValueSource(strings = {
    "/", "/api/tags", "/api/tags/", "/API/Tags", "/v1/models/llama3.2:3b", "/v1/Models/X", "/api/blobs/sha256:aa", "/api/blobs/anything",
    "/api/me", "/api/Me", "/api/me/", "/api/signout", "/api/user", "/api/user/", "/api/user/keys/x", "/api/experimental/aliases",
    "/api/push", "/v1/audio/transcriptions", "/v1/models/a/b", "/api/blobs",
    "/api/codex", "/api/codex/", "/api/codex/_health", "/api/codex/v1/responses/", "/API/Codex", "/api/CODEX/x", "/v1/responses/compact",
  })
  void theCatalogueDecidesAboutWhatItNames(String path) {
    assertThat(EndpointCatalogue.decides(path)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "/api/new", "/v1/images/generations", "/api/tagsx", "/api/tags/x", "/api", "/v1", "/api/users", "/api/mex", "/v1/chat", "/api/blobsx",
    "/api/codexx", "/codex/x", "/v1/responses/x",
  })
  void otherPathsMayBeOpened(String path) {
    assertThat(EndpointCatalogue.decides(path)).isFalse();
  }

  @Test
  void pathsNamesOpenAndDeniedOnesOnceAndInOrder() {
    assertThat(EndpointCatalogue.paths()).isSorted().doesNotHaveDuplicates()
        .contains("/", "/v1/models/{model}", "/api/blobs/{digest}", "/api/me", "/api/user/*", "/api/codex/*")
        .hasSize(EndpointCatalogue.endpoints().size() + EndpointCatalogue.deniedPaths().size());
  }

  @Test
  void everyEndpointIsLowerCaseSinceExactKeysIgnoreCase() {
    assertThat(EndpointCatalogue.paths()).allMatch(path -> path.equals(path.toLowerCase(Locale.ROOT)));
  }

  /** The schema has its own copy, since its rules are text: every word of it, in every place, must mean the same here. */
  @Test
  void theSchemaKnowsTheSamePaths() {
    var words = new TreeSet<>(List.of(CataloguedPaths.PATTERN.split("[^a-z/]+")));
    EndpointCatalogue.paths().forEach(path -> words.add(path.replaceFirst("^/(api|v1)/", "").replaceAll("[{}*]", "")));
    var candidates = words.stream()
        .flatMap(word -> Stream.of("/api/" + word, "/v1/" + word, "/api/" + word + "/x", "/v1/" + word + "/x", "/" + word))
        .map(path -> path.replaceAll("/+", "/")).map(path -> path.length() > 1 ? path.replaceFirst("/$", "") : path).distinct();

    assertThat(candidates).isNotEmpty().allSatisfy(path ->
        assertThat(EndpointCatalogue.decides(path)).as(path).isEqualTo(CataloguedPaths.contains(path)));
  }

  @Test
  void generationsAreCallsOfUsers() {
    var generations = EndpointCatalogue.endpoints().stream().filter(OllamaEndpoint::generation).map(OllamaEndpoint::path);
    assertThat(generations).containsExactlyInAnyOrder(
        "/api/generate", "/api/chat", "/api/embed", "/api/embeddings", "/v1/chat/completions", "/v1/completions", "/v1/embeddings",
        "/v1/responses", "/v1/responses/compact", "/v1/messages", "/v1/audio/transcriptions");
  }

  @Test
  void theDocumentationSaysTheSame() {
    assertThat(EndpointCatalogue.markdown())
        .startsWith("| method | path | least role | counts as a generation |\n|---|---|---|---|\n| GET HEAD | `/` | Viewer |  |\n")
        .contains("| POST | `/api/chat` | User | yes |\n")
        .contains("| DELETE | `/api/delete` | ModelManager |  |\n")
        .contains("| HEAD POST | `/api/blobs/{digest}` | ModelManager |  |\n")
        .contains("| any | `/api/me` | nobody | |\n")
        .endsWith("| any | everything else | nobody, unless an extra route opens it | |\n");
  }
}

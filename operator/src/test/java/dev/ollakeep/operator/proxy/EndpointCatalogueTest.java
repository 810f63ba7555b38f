package dev.ollakeep.operator.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointCatalogueTest {

  @ParameterizedTest
  @ValueSource(strings = {
    "/", "/api/tags", "/api/tags/", "/API/Tags", "/v1/models/llama3.2:3b", "/v1/Models/X", "/api/blobs/sha256:aa", "/api/blobs/anything",
    "/api/me", "/api/Me", "/api/me/", "/api/signout", "/api/user", "/api/user/", "/api/user/keys/x", "/api/experimental/aliases",
    "/api/push", "/v1/audio/transcriptions",
  })
  void theCatalogueDecidesAboutWhatItNames(String path) {
    assertThat(EndpointCatalogue.decides(path)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "/api/new", "/v1/images/generations", "/api/tagsx", "/api/tags/x", "/api", "/v1", "/api/users", "/api/mex", "/v1/models/a/b", "/v1/chat",
  })
  void otherPathsMayBeOpened(String path) {
    assertThat(EndpointCatalogue.decides(path)).isFalse();
  }

  @Test
  void pathsNamesOpenAndDeniedOnesOnceAndInOrder() {
    assertThat(EndpointCatalogue.paths()).isSorted().doesNotHaveDuplicates()
        .contains("/", "/v1/models/{model}", "/api/blobs/{digest}", "/api/me", "/api/user/*")
        .hasSize(EndpointCatalogue.endpoints().size() + EndpointCatalogue.deniedPaths().size());
  }

  @Test
  void everyEndpointIsLowerCaseSinceExactKeysIgnoreCase() {
    assertThat(EndpointCatalogue.paths()).allMatch(path -> path.equals(path.toLowerCase(Locale.ROOT)));
  }

  @Test
  void generationsAreCallsOfUsers() {
    assertThat(EndpointCatalogue.endpoints().stream().filter(Endpoint::generation).map(Endpoint::path)).containsExactlyInAnyOrder(
        "/api/generate", "/api/chat", "/api/embed", "/api/embeddings", "/v1/chat/completions", "/v1/completions", "/v1/embeddings",
        "/v1/responses", "/v1/messages", "/v1/audio/transcriptions");
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

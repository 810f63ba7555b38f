package dev.ollakeep.operator.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.api.v1alpha1.CataloguedPaths;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rule of the CRD about extra routes and the catalogue decide about the same paths. */
class CataloguedPathsTest {
  private static final List<String> OTHERS = List.of("/api", "/api/new", "/api/pulls", "/api/pull/x", "/api/blobs", "/api/users",
      "/api/me/x", "/v1", "/v1/model", "/v1/models/a/b", "/v1/messages/count_tokens", "/v1/images/generations", "/api/versions", "/x/api/pull");

  @Test
  void theSchemaRefusesEveryCataloguedPath() {
    assertThat(examples().filter(path -> !CataloguedPaths.contains(path)))
        .as("add these to CataloguedPaths, then: make crds")
        .isEmpty();
  }

  @Test
  void theSchemaRefusesNoOther() {
    var paths = Stream.concat(examples(), OTHERS.stream()).flatMap(CataloguedPathsTest::neighbours).toList();
    assertThat(paths.stream().filter(path -> CataloguedPaths.contains(path) != EndpointCatalogue.decides(path)))
        .as("CataloguedPaths and EndpointCatalogue differ about these")
        .isEmpty();
  }

  private static Stream<String> examples() {
    return EndpointCatalogue.paths().stream()
        .map(path -> path.replace("{model}", "llama3.2:3b").replace("{digest}", "sha256:00").replace("*", "x/y"));
  }

  private static Stream<String> neighbours(String path) {
    return Stream.of(path, path.toUpperCase(Locale.ROOT), path + "x", path.equals("/") ? "/x" : path + "/x");
  }
}

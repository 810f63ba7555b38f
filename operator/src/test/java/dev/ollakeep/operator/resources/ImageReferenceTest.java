package dev.ollakeep.operator.resources;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageReferenceTest {

  @ParameterizedTest(name = "{0} is in {1}")
  @CsvSource({
    "nginx:1.30, docker.io/library/nginx",
    "docker.io/nginx@sha256:abc, docker.io/nginx",
    "ollama/ollama:0.17.4, docker.io/ollama/ollama",
    "index.docker.io/ollama/ollama, docker.io/ollama/ollama",
    "localhost/ollama:1, localhost/ollama",
    "registry.example.com:5000/ai/ollama, registry.example.com:5000/ai/ollama",
    "registry.example.com:5000/ai/ollama:1@sha256:abc, registry.example.com:5000/ai/ollama"
  })
  void repository(String image, String repository) {
    assertThat(ImageReference.of(image).repository()).isEqualTo(repository);
  }

  @ParameterizedTest(name = "{0} allowed: {1}")
  @CsvSource({
    "ollama/ollama:9, true",
    "docker.io/ollama/ollama:9, true",
    "nginx:1, true",
    "registry.example.com/ai/ollama-rocm:1, true",
    "registry.example.com/ai:1, false",
    "registry.example.com/aim/ollama:1, false",
    "evil.example.com/ollama/ollama:9, false",
    "evil/ollama:9, false",
    "ollama/ollama-evil:9, false",
    "partner/ollama:9, true",
    "mirror.example.com/ollama:9, true",
    "mirror.example.com/ollama/more:9, false"
  })
  void allowed(String image, boolean allowed) {
    var images = new OperatorDefaults.Images(
        "ollama/ollama:0.17.4", "nginx:1.30", List.of("registry.example.com/ai/*", "partner/*", "mirror.example.com/ollama"));
    assertThat(images.allow(image)).isEqualTo(allowed);
  }
}

package dev.ollakeep.api.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each resource of {@code invalid/}, and each change of {@code invalid-updates/}, is refused with the message that it expects. */
@RequiresApiServer
class RefusalTest {
  private static final Map<String, String> FIELDS_OF_VARIABLES = new TreeMap<>(Map.ofEntries(
      Map.entry("OLLAMA_HOST", "exposure"),
      Map.entry("OLLAMA_ORIGINS", "proxy.cors.allowedOrigins"),
      Map.entry("OLLAMA_MODELS", "storage"),
      Map.entry("OLLAMA_NO_CLOUD", "settings.cloud"),
      Map.entry("OLLAMA_KEEP_ALIVE", "settings.keepAlive"),
      Map.entry("OLLAMA_CONTEXT_LENGTH", "settings.contextLength"),
      Map.entry("OLLAMA_NUM_PARALLEL", "settings.parallelRequests"),
      Map.entry("OLLAMA_MAX_LOADED_MODELS", "settings.maxLoadedModels"),
      Map.entry("OLLAMA_MAX_QUEUE", "settings.maxQueue"),
      Map.entry("OLLAMA_LOAD_TIMEOUT", "settings.loadTimeout"),
      Map.entry("OLLAMA_KV_CACHE_TYPE", "settings.kvCacheType"),
      Map.entry("OLLAMA_FLASH_ATTENTION", "settings.flashAttention"),
      Map.entry("OLLAMA_DEBUG", "settings.logLevel")));

  /** They have files loaded as code or run, move what the guard relies on, or tell prompts; of every family that has variables to allow. */
  private static final List<String> VARIABLES_OF_THE_IMAGE = List.of("GGML_BACKEND_PATH", "GGML_METAL_PATH_RESOURCES",
      "CUDA_INJECTION64_PATH", "CUDA_INJECTION32_PATH", "CUDA_CACHE_PATH", "CUDA_HOME", "CUDA_MPS_PIPE_DIRECTORY", "HSA_TOOLS_LIB",
      "HSA_AMD_TOOL_LIB", "HIP_PATH", "HIP_PLATFORM", "ROCR_TOOLS_LIB", "NVIDIA_DRIVER_LIBRARY_PATH", "NVTX_INJECTION64_PATH",
      "ROCP_TOOL_LIB", "VK_ICD_FILENAMES", "VK_LAYER_PATH", "LD_LIBRARY_PATH", "LLAMA_ARG_MODEL", "OLLAMA_LIBRARY_PATH",
      "OLLAMA_RUNNERS_DIR", "OLLAMA_RUNNER_DIR", "OLLAMA_TMPDIR", "OLLAMA_HOME", "OLLAMA_EDITOR", "OLLAMA_BIN", "OLLAMA_REMOTES",
      "OLLAMA_CLOUD_BASE_URL", "OLLAMA_DEBUG_LOG_REQUESTS", "OLLAMA_OF_TOMORROW", "OLLAMA_VULKAN_PATH", "HSA_OVERRIDE_GFX_VERSION_X");

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

  @TestFactory
  Stream<DynamicTest> variablesThatAFieldDecidesAreRefused(ApiServer server) {
    var served = Served.with(server);
    return FIELDS_OF_VARIABLES.entrySet().stream().map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
      assertThat(served.refusal(withVariable(entry.getKey()))).contains("use spec." + entry.getValue() + " instead of " + entry.getKey());
    }));
  }

  @TestFactory
  Stream<DynamicTest> variablesThatMayNameCodeOrPlacesAreRefused(ApiServer server) {
    var served = Served.with(server);
    return VARIABLES_OF_THE_IMAGE.stream().map(name -> DynamicTest.dynamicTest(name, () ->
        assertThat(served.refusal(withVariable(name))).contains("env may only set variables that choose devices or tune")));
  }

  private static GenericKubernetesResource withVariable(String name) {
    return new Sentence(null, """
        apiVersion: ollakeep.dev/v1alpha1
        kind: OllamaServer
        metadata: {name: hello}
        spec:
          auth: {users: [{name: alice, role: User}]}
          env: [{name: %s, value: "1"}]
        """.formatted(name)).server();
  }

  static Stream<Path> updates() throws IOException {
    try (var directories = Files.list(Path.of("src/test/resources/invalid-updates"))) {
      return directories.sorted().toList().stream();
    }
  }
}

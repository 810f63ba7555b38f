package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.ollakeep.api.rules.Patterns;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A literal environment variable of the Ollama container. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record EnvironmentVariable(
    @JsonPropertyDescription("Name of the variable. Those that have a field of their own, such as OLLAMA_KEEP_ALIVE, are refused.")
    @Required
    @Size(min = 1, max = 128)
    @ValidationRule(value = "self in " + EnvironmentVariable.OWNED + " || self.matches(r'" + Patterns.ENVIRONMENT_NAME + "')",
        message = EnvironmentVariable.OTHERS_ARE_REFUSED)
    @ValidationRule(value = "!(self in " + EnvironmentVariable.OWNED + ")",
        message = "env name is set by the operator; use",
        messageExpression = "'env name is set by the operator; use ' + " + EnvironmentVariable.OWNED + "[self] + ' instead of ' + self")
    String name,

    @JsonPropertyDescription("Literal value of one line; references to other variables are not expanded.")
    @Size(max = 4096)
    @ValidationRule(value = "self.matches(r'" + Patterns.ONE_LINE + "')",
        message = "env values must be one line without control characters")
    String value) {

  static final String OTHERS_ARE_REFUSED = "env may only set variables that choose devices or tune: OLLAMA_ GO_TEMPLATE, GPU_OVERHEAD, "
      + "IGPU_ENABLE, INTEL_GPU, LLM_LIBRARY, MAX_TRANSFER_STREAMS, MAX_VRAM, MULTIUSER_CACHE, NEW_ENGINE, NEW_ESTIMATES, NOPRUNE, "
      + "SCHED_SPREAD, VULKAN; CUDA_ DEVICE_ORDER, LAUNCH_BLOCKING, MODULE_LOADING, SCALE_LAUNCH_QUEUES, VISIBLE_DEVICES; "
      + "NVIDIA_ DRIVER_CAPABILITIES, TF32_OVERRIDE, VISIBLE_DEVICES; HIP_VISIBLE_DEVICES; ROCR_VISIBLE_DEVICES; "
      + "HSA_ ENABLE_PEER_SDMA, ENABLE_SDMA, OVERRIDE_GFX_VERSION, XNACK; GGML_ CUDA_DISABLE_GRAPHS, CUDA_ENABLE_UNIFIED_MEMORY, "
      + "CUDA_NO_PINNED, VK_PREFER_HOST_MEMORY, VK_VISIBLE_DEVICES; HTTPS_PROXY; NO_PROXY. Set any other in an image of your own (ENV) "
      + "and name that in spec.image";

  /** Variables that a field decides, and that field: a map of the rule language. */
  static final String OWNED = "{"
      + "'OLLAMA_HOST': 'spec.exposure', "
      + "'OLLAMA_ORIGINS': 'spec.proxy.cors.allowedOrigins', "
      + "'OLLAMA_MODELS': 'spec.storage', "
      + "'OLLAMA_NO_CLOUD': 'spec.settings.cloud', "
      + "'OLLAMA_KEEP_ALIVE': 'spec.settings.keepAlive', "
      + "'OLLAMA_CONTEXT_LENGTH': 'spec.settings.contextLength', "
      + "'OLLAMA_NUM_PARALLEL': 'spec.settings.parallelRequests', "
      + "'OLLAMA_MAX_LOADED_MODELS': 'spec.settings.maxLoadedModels', "
      + "'OLLAMA_MAX_QUEUE': 'spec.settings.maxQueue', "
      + "'OLLAMA_LOAD_TIMEOUT': 'spec.settings.loadTimeout', "
      + "'OLLAMA_KV_CACHE_TYPE': 'spec.settings.kvCacheType', "
      + "'OLLAMA_FLASH_ATTENTION': 'spec.settings.flashAttention', "
      + "'OLLAMA_DEBUG': 'spec.settings.logLevel'}";

  public EnvironmentVariable {
    value = value == null ? "" : value;
  }
}

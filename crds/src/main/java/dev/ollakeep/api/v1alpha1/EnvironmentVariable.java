package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A literal environment variable of the Ollama container. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record EnvironmentVariable(
    @JsonPropertyDescription("Name of the variable. Those that have a field of their own, such as OLLAMA_KEEP_ALIVE, are refused.")
    @Required
    @Size(min = 1, max = 128)
    @ValidationRule(value = "self.matches(r'" + Patterns.ENVIRONMENT_NAME + "')",
        message = "env names must start with OLLAMA_, CUDA_, NVIDIA_, HIP_, ROCR_, HSA_ or GGML_, or be HTTPS_PROXY or NO_PROXY; "
            + "all others belong to the operator")
    @ValidationRule(value = "!(self in " + EnvironmentVariable.OWNED + ")",
        message = "env name is set by the operator; use",
        messageExpression = "'env name is set by the operator; use ' + " + EnvironmentVariable.OWNED + "[self] + ' instead of ' + self")
    String name,

    @JsonPropertyDescription("Literal value of one line; references to other variables are not expanded.")
    @Size(max = 4096)
    @ValidationRule(value = "self.matches(r'" + Patterns.ONE_LINE + "')",
        message = "env values must be one line without control characters")
    String value) {

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

package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.ollakeep.api.rules.Cel;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Ollama's own settings, typed; each becomes one OLLAMA_ variable. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "!has(self.kvCacheType) || self.kvCacheType == 'F16' || !has(self.flashAttention) || self.flashAttention",
    message = "settings.kvCacheType Q8_0 and Q4_0 need flash attention; set settings.flashAttention to true or leave it out",
    fieldPath = ".kvCacheType")
public record Settings(
    @JsonPropertyDescription("How long an idle model stays in memory (OLLAMA_KEEP_ALIVE): 0s unloads it at once, -1 keeps it for ever. "
        + "Left to Ollama (5m) when absent.")
    @Size(max = 32)
    @ValidationRule(value = "self == '-1' || " + Cel.IS_DURATION + " <= duration('8760h')",
        message = "settings.keepAlive must be \"-1\" or a duration such as 0s, 5m or 24h, up to 8760h")
    String keepAlive,

    @JsonPropertyDescription("Tokens that a model can look back on (OLLAMA_CONTEXT_LENGTH). Memory grows with it. Left to Ollama, which "
        + "goes by the memory it finds, when absent.")
    @Min(256)
    @Max(16777216)
    Integer contextLength,

    @JsonPropertyDescription("Requests that one model answers at a time (OLLAMA_NUM_PARALLEL). Each takes a context of its own in "
        + "memory. Left to Ollama (1) when absent.")
    @Min(1)
    @Max(1024)
    Integer parallelRequests,

    @JsonPropertyDescription("Models in memory at a time (OLLAMA_MAX_LOADED_MODELS). Left to Ollama, which goes by the number of GPUs, "
        + "when absent.")
    @Min(1)
    @Max(1024)
    Integer maxLoadedModels,

    @JsonPropertyDescription("Requests that may wait before Ollama answers 503 (OLLAMA_MAX_QUEUE). Left to Ollama (512) when absent.")
    @Min(1)
    @Max(65536)
    Integer maxQueue,

    @JsonPropertyDescription("How long loading a model may make no progress (OLLAMA_LOAD_TIMEOUT). Left to Ollama (5m) when absent. "
        + "From 1s to 24h.")
    @Size(max = 32)
    @ValidationRule(value = Cel.IS_DURATION + " >= duration('1s') && duration(self) <= duration('24h')",
        message = "settings.loadTimeout must be a duration such as 5m, from 1s to 24h")
    String loadTimeout,

    @JsonPropertyDescription("Precision of the key-value cache (OLLAMA_KV_CACHE_TYPE): Q8_0 takes half the memory of F16, Q4_0 a "
        + "quarter, each at some cost in quality. Left to Ollama (F16) when absent.")
    KvCacheType kvCacheType,

    @JsonPropertyDescription("Whether flash attention is used (OLLAMA_FLASH_ATTENTION). Left to Ollama when absent.")
    Boolean flashAttention,

    @JsonPropertyDescription("Enabled lets Ollama send requests for :cloud models out of the cluster, signed with the server's key; "
        + "Disabled sets OLLAMA_NO_CLOUD.")
    @Default("Disabled")
    CloudAccess cloud,

    @JsonPropertyDescription("How much Ollama logs; Debug sets OLLAMA_DEBUG and can log parts of prompts.")
    @Default("Info")
    LogLevel logLevel) {

  public Settings {
    cloud = cloud == null ? CloudAccess.DISABLED : cloud;
    logLevel = logLevel == null ? LogLevel.INFO : logLevel;
  }

  /** Ollama's own defaults, but without cloud models. */
  public static Settings defaults() {
    return new Settings(null, null, null, null, null, null, null, null, null, null);
  }
}

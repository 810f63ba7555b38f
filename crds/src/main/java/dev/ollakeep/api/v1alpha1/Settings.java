package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/** Ollama's own settings, typed; each becomes one OLLAMA_ variable. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Settings(
    String keepAlive,
    Integer contextLength,
    Integer parallelRequests,
    Integer maxLoadedModels,
    Integer maxQueue,
    String loadTimeout,
    KvCacheType kvCacheType,
    Boolean flashAttention,
    CloudAccess cloud,
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

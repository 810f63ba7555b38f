package dev.ollakeep.operator.resources;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.names.Names;
import dev.ollakeep.operator.names.Ownership;
import dev.ollakeep.operator.proxy.Digest;
import dev.ollakeep.operator.proxy.ProxyContract;
import dev.ollakeep.operator.proxy.ProxySettings;
import dev.ollakeep.operator.proxy.nginx.RenderedConfigs;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The proxy's configuration as files; no secret is in it, and no pod restarts when it changes. */
public final class ProxyConfigMap {

  private ProxyConfigMap() {}

  public static ConfigMap of(OllamaServer server, RenderedConfigs configs) {
    return new ConfigMapBuilder()
        .withMetadata(Ownership.owned(server, Names.of(server).proxyConfig(), Child.PROXY_CONFIG.component()))
        .withData(configs.of(ProxySettings.of(server.getSpec())).files())
        .build();
  }

  /** Tells apart what is in a ConfigMap, whatever version that gives itself. */
  public static String content(ConfigMap config) {
    var files = config.getData() == null ? Map.<String, String>of() : new TreeMap<>(config.getData());
    return Digest.of(files.entrySet().stream().flatMap(file -> Stream.of(file.getKey(), file.getValue())).toArray(String[]::new));
  }

  /** The version of the configuration in a ConfigMap; empty when it has none. */
  public static String version(ConfigMap config) {
    return config.getData() == null ? "" : config.getData().getOrDefault(ProxyContract.VERSION, "");
  }
}

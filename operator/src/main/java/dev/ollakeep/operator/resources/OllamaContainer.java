package dev.ollakeep.operator.resources;

import dev.ollakeep.api.v1alpha1.CloudAccess;
import dev.ollakeep.api.v1alpha1.LogLevel;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.api.v1alpha1.Settings;
import dev.ollakeep.operator.proxy.ProxyContract;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Ollama itself, reachable from inside its pod only.
 *
 * <p>A native sidecar: the kubelet starts it before the proxy and ends it after the proxy has ended, which is what lets
 * running streams finish, since Ollama cuts them the moment it is asked to stop.
 */
final class OllamaContainer {

  static final String NAME = "ollama";
  static final long UID = 1000;
  static final String HOME_VOLUME = "home";
  static final String TMP_VOLUME = "tmp";
  static final String MODELS_VOLUME = "models";

  private static final String HOME = "/home/ollama";
  private static final String MODELS = "/models";

  private OllamaContainer() {}

  static Container of(OllamaServer server, String image) {
    return new ContainerBuilder()
        .withName(NAME)
        .withImage(image)
        .withImagePullPolicy(server.getSpec().imagePullPolicy().text())
        .withRestartPolicy("Always")
        .withEnv(environment(server))
        .withResources(PodSecurity.resources(server.getSpec().resources()))
        .withSecurityContext(PodSecurity.container(UID))
        // A big model may be on its way from a slow disk, but the server answers within a second or so of its start.
        .withStartupProbe(alive().withPeriodSeconds(2).withTimeoutSeconds(10).withFailureThreshold(150).build())
        .withLivenessProbe(alive().withPeriodSeconds(30).withTimeoutSeconds(20).withFailureThreshold(6).build())
        .withVolumeMounts(mounts())
        .build();
  }

  /** Not {@code ollama -v}, which ends with 0 when no server answers; nor {@code list}, which reads every manifest. */
  private static ProbeBuilder alive() {
    return new ProbeBuilder().withNewExec().withCommand("ollama", "ps").endExec();
  }

  private static List<VolumeMount> mounts() {
    return List.of(mount(HOME_VOLUME, HOME), mount(MODELS_VOLUME, MODELS), mount(TMP_VOLUME, "/tmp"));
  }

  private static VolumeMount mount(String volume, String path) {
    return new VolumeMountBuilder().withName(volume).withMountPath(path).build();
  }

  /** Reserved names are refused by the schema; here ours win as well, so that an old stored object cannot open the port. */
  private static List<EnvVar> environment(OllamaServer server) {
    var values = new TreeMap<String, String>();
    server.getSpec().env().forEach(variable -> values.put(variable.name(), variable.value()));
    put(values, server.getSpec().settings());
    values.put("HOME", HOME);
    values.put("OLLAMA_HOST", ProxyContract.OLLAMA_ADDRESS);
    values.put("OLLAMA_MODELS", MODELS);
    return values.entrySet().stream().map(e -> variable(e.getKey(), e.getValue())).toList();
  }

  /** Kubernetes would expand {@code $(NAME)}, but a resource gives literal values. */
  private static EnvVar variable(String name, String value) {
    return new EnvVarBuilder().withName(name).withValue(value.isEmpty() ? null : value.replace("$", "$$")).build();
  }

  private static void put(SortedMap<String, String> values, Settings settings) {
    putIfSet(values, "OLLAMA_KEEP_ALIVE", settings.keepAlive());
    putIfSet(values, "OLLAMA_CONTEXT_LENGTH", settings.contextLength());
    putIfSet(values, "OLLAMA_NUM_PARALLEL", settings.parallelRequests());
    putIfSet(values, "OLLAMA_MAX_LOADED_MODELS", settings.maxLoadedModels());
    putIfSet(values, "OLLAMA_MAX_QUEUE", settings.maxQueue());
    putIfSet(values, "OLLAMA_LOAD_TIMEOUT", settings.loadTimeout());
    putIfSet(values, "OLLAMA_FLASH_ATTENTION", settings.flashAttention());
    if (settings.kvCacheType() != null) {
      values.put("OLLAMA_KV_CACHE_TYPE", settings.kvCacheType().text().toLowerCase(Locale.ROOT));
    }
    if (settings.cloud() != CloudAccess.ENABLED) {
      values.put("OLLAMA_NO_CLOUD", "1");
    }
    if (settings.logLevel() == LogLevel.DEBUG) {
      values.put("OLLAMA_DEBUG", "1");
    }
  }

  private static void putIfSet(SortedMap<String, String> values, String name, Object value) {
    if (value != null) {
      values.put(name, value.toString());
    }
  }
}

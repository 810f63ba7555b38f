package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import java.util.List;
import java.util.Optional;

/** What the user asks for. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record OllamaServerSpec(
    Boolean paused,
    String drainTimeout,
    @SpecReplicas Integer replicas,
    String image,
    ImagePullPolicy imagePullPolicy,
    List<ImagePullSecret> imagePullSecrets,
    Resources resources,
    Settings settings,
    List<EnvironmentVariable> env,
    Storage storage,
    @Required Auth auth,
    Proxy proxy,
    Exposure exposure,
    Tls tls,
    NetworkPolicySettings networkPolicy,
    Scheduling scheduling,
    PodMetadata podMetadata) {

  public OllamaServerSpec {
    paused = paused == null ? false : paused;
    drainTimeout = drainTimeout == null ? "10m" : drainTimeout;
    replicas = replicas == null ? 1 : replicas;
    image = image == null ? "" : image;
    imagePullPolicy = imagePullPolicy == null ? ImagePullPolicy.IF_NOT_PRESENT : imagePullPolicy;
    imagePullSecrets = imagePullSecrets == null ? List.of() : List.copyOf(imagePullSecrets);
    resources = resources == null ? new Resources(null, null) : resources;
    settings = settings == null ? Settings.defaults() : settings;
    env = env == null ? List.of() : List.copyOf(env);
    storage = storage == null ? Storage.defaults() : storage;
    auth = auth == null ? new Auth(null, null, null) : auth;
    proxy = proxy == null ? Proxy.defaults() : proxy;
    exposure = exposure == null ? Exposure.defaults() : exposure;
    networkPolicy = networkPolicy == null ? NetworkPolicySettings.defaults() : networkPolicy;
    scheduling = scheduling == null ? Scheduling.none() : scheduling;
    podMetadata = podMetadata == null ? new PodMetadata(null, null) : podMetadata;
  }

  /** A spec in which nothing is set: no users, every default. */
  public static OllamaServerSpec empty() {
    return new OllamaServerSpec(
        null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
  }

  /** TLS as asked for; empty means plain HTTP. */
  @JsonIgnore
  public Optional<Tls> tlsIfAny() {
    return Optional.ofNullable(tls);
  }
}

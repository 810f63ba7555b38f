package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.ollakeep.api.rules.Cel;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import java.util.List;
import java.util.Optional;

/** What the user asks for. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "self.replicas <= 1 || self.storage.type == 'Ephemeral' || self.storage.accessMode == 'ReadWriteMany'",
    message = "replicas above 1 needs a model volume for several pods: "
        + "set storage.accessMode to ReadWriteMany, or storage.type to Ephemeral",
    fieldPath = ".replicas")
@ValidationRule(
    value = "!has(self.tls) || self.exposure.type == 'Ingress'",
    message = "tls needs exposure.type Ingress: the Ingress ends TLS; set exposure.type and exposure.host, or remove tls",
    fieldPath = ".tls")
@ValidationRule(
    value = "has(self.tls) || self.exposure.type == 'ClusterIP' || self.exposure.allowPlaintext",
    message = "exposure.type Ingress without tls would carry secrets in clear text: add tls, or set exposure.allowPlaintext to true",
    fieldPath = ".exposure")
@ValidationRule(
    value = "!has(self.tls) || !has(self.tls.certManager) || !has(self.tls.certManager.dnsNames)"
        + " || self.tls.certManager.dnsNames.size() == 0 || !has(self.exposure.host)"
        + " || ([self.exposure.host] + (has(self.exposure.extraHosts) ? self.exposure.extraHosts : []))"
        + ".all(h, self.tls.certManager.dnsNames.exists(d, d == h || (d.startsWith('*.') && h.contains('.')"
        + " && h.substring(h.indexOf('.')) == d.substring(1))))",
    message = "tls.certManager.dnsNames must cover exposure.host and every one of exposure.extraHosts: "
        + "add the missing names, or leave dnsNames out",
    fieldPath = ".tls")
public record OllamaServerSpec(
    @JsonPropertyDescription("Stops the operator: it writes nothing but status and the removal of hashes that lockdown, suspension or "
        + "expiry ask for. Running pods go on.")
    @Default("false")
    Boolean paused,

    @JsonPropertyDescription("How long running streams may take to finish when a pod is deleted; becomes "
        + "terminationGracePeriodSeconds. From 0s to 24h.")
    @Default("10m")
    @Size(max = 32)
    @ValidationRule(value = Cel.IS_DURATION + " <= duration('24h')",
        message = "drainTimeout must be a duration such as 90s, 10m or 1h30m, from 0s to 24h")
    String drainTimeout,

    @JsonPropertyDescription("Number of pods; 0 stops the server and keeps its models and credentials.")
    @Default("1")
    @Min(0)
    @Max(100)
    @SpecReplicas
    Integer replicas,

    @JsonPropertyDescription("Image of Ollama, with a tag or a digest. The administrator's default when empty; its repository must be "
        + "one that the administrator allows.")
    @Size(max = 512)
    @ValidationRule(value = Cel.IS_IMAGE,
        message = "spec.image must be a reference with a tag or a digest, such as ollama/ollama:0.17.4")
    @ValidationRule(value = Cel.IS_NOT_LATEST,
        message = "spec.image must not be tagged latest, which changes under a running server; name a version or a digest")
    String image,

    @JsonPropertyDescription("When the kubelet fetches the images of the pod.")
    @Default("IfNotPresent")
    ImagePullPolicy imagePullPolicy,

    @JsonPropertyDescription("Secrets of this namespace with registry credentials.")
    @Size(max = 16)
    List<ImagePullSecret> imagePullSecrets,

    @JsonPropertyDescription("Requests and limits of the Ollama container. A GPU is asked for here, as in limits: {nvidia.com/gpu: 1}.")
    Resources resources,

    @JsonPropertyDescription("Ollama's own settings. One that is not set is left to Ollama.")
    @Default("{}")
    Settings settings,

    @JsonPropertyDescription("Further environment variables of the Ollama container: literal values, and only variables that "
        + "choose devices or tune, such as CUDA_VISIBLE_DEVICES or OLLAMA_SCHED_SPREAD, and HTTPS_PROXY and NO_PROXY. None that names a "
        + "program, a library, a directory or an address.")
    @Size(max = 64)
    List<EnvironmentVariable> env,

    @JsonPropertyDescription("The volume that holds the models.")
    @Default("{}")
    Storage storage,

    @JsonPropertyDescription("Who may use the server, and how their secrets change.")
    @Required
    Auth auth,

    @JsonPropertyDescription("The authenticating proxy beside Ollama.")
    @Default("{}")
    Proxy proxy,

    @JsonPropertyDescription("How clients reach the server.")
    @Default("{}")
    Exposure exposure,

    @JsonPropertyDescription("Encryption between clients and the Ingress. Absent means plain HTTP.")
    Tls tls,

    @JsonPropertyDescription("Who may reach the pods, and whom they may reach.")
    @Default("{}")
    NetworkPolicySettings networkPolicy,

    @JsonPropertyDescription("Where the pods may run.")
    Scheduling scheduling,

    @JsonPropertyDescription("Extra labels and annotations of the pods. A change replaces them.")
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

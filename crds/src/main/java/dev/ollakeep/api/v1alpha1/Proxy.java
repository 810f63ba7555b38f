package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.ollakeep.api.rules.Cel;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** The authenticating proxy beside Ollama. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Proxy(
    @JsonPropertyDescription("Which proxy stands before Ollama.")
    @Default("Nginx")
    ProxyType type,

    @JsonPropertyDescription("Image of the proxy, with a tag or a digest. The administrator's default when empty; its repository must be "
        + "one that the administrator allows.")
    @Size(max = 512)
    @ValidationRule(value = Cel.IS_IMAGE,
        message = "proxy.image must be a reference with a tag or a digest, such as nginxinc/nginx-unprivileged:1.30")
    @ValidationRule(value = Cel.IS_NOT_LATEST,
        message = "proxy.image must not be tagged latest, which changes under a running server; name a version or a digest")
    String image,

    @JsonPropertyDescription("Requests and limits of the proxy container. What is not named: 50m and 64Mi are requested, and memory is "
        + "limited to 1Gi. The number of connections follows from the memory limit, that of workers from the cpu limit.")
    Resources resources,

    @JsonPropertyDescription("How long the proxy waits for Ollama.")
    @Default("{}")
    Timeouts timeouts,

    @JsonPropertyDescription("What one user, and all users together, may ask for at once. Above it the answer is 429 with Retry-After.")
    @Default("{}")
    Limits limits,

    @JsonPropertyDescription("Browser pages that may use the server.")
    Cors cors,

    @JsonPropertyDescription("Exact routes that are newer than the endpoint catalogue, each method and path once. Everything else stays "
        + "closed.")
    @Size(max = 64)
    List<ExtraRoute> extraRoutes) {

  public Proxy {
    type = type == null ? ProxyType.NGINX : type;
    image = image == null ? "" : image;
    resources = resources == null ? new Resources(null, null) : resources;
    timeouts = timeouts == null ? new Timeouts(null, null, null) : timeouts;
    limits = limits == null ? new Limits(null, null, null, null, null) : limits;
    cors = cors == null ? new Cors(null) : cors;
    extraRoutes = extraRoutes == null ? List.of() : List.copyOf(extraRoutes);
  }

  /** Nginx with the limits of the documentation. */
  public static Proxy defaults() {
    return new Proxy(null, null, null, null, null, null, null);
  }
}

package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/** The authenticating proxy beside Ollama. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Proxy(
    ProxyType type,
    String image,
    Resources resources,
    Timeouts timeouts,
    Limits limits,
    Cors cors,
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

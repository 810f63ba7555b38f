package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/** How clients reach the server. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Exposure(
    ExposureType type,
    String host,
    List<String> extraHosts,
    Boolean allowPlaintext,
    IngressSettings ingress) {

  public Exposure {
    type = type == null ? ExposureType.CLUSTER_IP : type;
    host = host == null ? "" : host;
    extraHosts = extraHosts == null ? List.of() : List.copyOf(extraHosts);
    allowPlaintext = allowPlaintext == null ? false : allowPlaintext;
    ingress = ingress == null ? new IngressSettings(null, null, null, null) : ingress;
  }

  /** Reachable inside the cluster only. */
  public static Exposure defaults() {
    return new Exposure(null, null, null, null, null);
  }
}

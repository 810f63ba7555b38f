package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/** How secrets change. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Rotation(
    String gracePeriod,
    String requestId) {

  public Rotation {
    gracePeriod = gracePeriod == null ? "24h" : gracePeriod;
    requestId = requestId == null ? "" : requestId;
  }
}

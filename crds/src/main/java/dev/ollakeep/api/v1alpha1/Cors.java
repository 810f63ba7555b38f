package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/** Browser origins that may use the server. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Cors(
    List<String> allowedOrigins) {

  public Cors {
    allowedOrigins = allowedOrigins == null ? List.of() : List.copyOf(allowedOrigins);
  }
}

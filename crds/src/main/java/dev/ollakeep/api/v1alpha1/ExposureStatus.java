package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** What the outside world looks like. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ExposureStatus(
    List<String> addresses,
    List<String> warnings) {

  public ExposureStatus {
    addresses = addresses == null ? List.of() : List.copyOf(addresses);
    warnings = warnings == null ? List.of() : List.copyOf(warnings);
  }
}

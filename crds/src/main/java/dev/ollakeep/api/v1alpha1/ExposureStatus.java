package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** What the outside world looks like. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ExposureStatus(
    @JsonPropertyDescription("Addresses that the Ingress was given.")
    @Size(max = 256)
    List<String> addresses,

    @JsonPropertyDescription("What only the controller's own configuration can do, and what could not be checked from here.")
    @Size(max = 64)
    List<@Size(max = 2048) String> warnings) {

  public ExposureStatus {
    addresses = addresses == null ? List.of() : List.copyOf(addresses);
    warnings = warnings == null ? List.of() : List.copyOf(warnings);
  }
}

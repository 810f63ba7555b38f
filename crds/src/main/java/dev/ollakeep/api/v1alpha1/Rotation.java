package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** How secrets change. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Rotation(
    @JsonPropertyDescription("How long an old secret still works after the new one was published. From 0s to 720h.")
    @Default("24h")
    @Size(max = 32)
    @ValidationRule(value = Cel.IS_GRACE_PERIOD,
        message = "gracePeriod must be a duration such as 90s, 10m or 24h, from 0s to 720h")
    String gracePeriod,

    @JsonPropertyDescription("Any text; a change rotates every generated secret once.")
    @Size(max = 64)
    @ValidationRule(value = Cel.IS_REQUEST_ID,
        message = "requestId may hold letters, digits, dots, colons, underscores and hyphens, such as 2026-11")
    String requestId) {

  public Rotation {
    gracePeriod = gracePeriod == null ? "24h" : gracePeriod;
    requestId = requestId == null ? "" : requestId;
  }
}

package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.ollakeep.api.rules.Cel;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Optional;

/** How secrets change. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(value = Cel.GRACE_FITS_TWICE,
    message = "interval must be at least twice gracePeriod (24h unless set): raise interval, or lower gracePeriod",
    fieldPath = ".interval")
public record Rotation(
    @JsonPropertyDescription("How long an old secret still works after the new one was published. From 0s to 720h.")
    @Default("24h")
    @Size(max = 32)
    @ValidationRule(value = Cel.IS_GRACE_PERIOD,
        message = "gracePeriod must be a duration such as 90s, 10m or 24h, from 0s to 720h")
    String gracePeriod,

    @JsonPropertyDescription("Replaces each generated secret, the operator's own too, at this age; each user has a fixed delay of up "
        + "to 10 %, at most 1h. Missed times count as one; a password of passwordSecretRef changes at its source only. "
        + "From 1h to 87600h; never by time when absent.")
    @Size(max = 32)
    @ValidationRule(value = Cel.IS_DURATION + " >= duration('1h') && duration(self) <= duration('87600h')",
        message = "interval must be a duration such as 12h or 720h, from 1h to 87600h; leave it out to rotate on request only")
    String interval,

    @JsonPropertyDescription("Any text; another one than the last rotates every generated secret once. Removing it asks for nothing, "
        + "and the last one does not count as new after that.")
    @Size(max = 64)
    @ValidationRule(value = Cel.IS_REQUEST_ID,
        message = "requestId may hold letters, digits, dots, colons, underscores and hyphens, such as 2026-11")
    String requestId) {

  public Rotation {
    gracePeriod = gracePeriod == null ? "24h" : gracePeriod;
    requestId = requestId == null ? "" : requestId;
  }

  /** What is so when the block is absent. */
  static Rotation byRequest() {
    return new Rotation(null, null, null);
  }

  /** The interval as it is written; empty means never by time. */
  @JsonIgnore
  public Optional<String> intervalIfAny() {
    return Optional.ofNullable(interval);
  }
}

package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.kubernetes.api.model.Quantity;

/** What one user, and all users together, may ask for at once. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Limits(
    Quantity bodySize,
    Integer generationsPerUser,
    Integer generationsTotal,
    Integer requestsPerSecond,
    Integer requestBurst) {

  public Limits {
    bodySize = bodySize == null ? new Quantity("64Mi") : bodySize;
    generationsPerUser = generationsPerUser == null ? 4 : generationsPerUser;
    generationsTotal = generationsTotal == null ? 64 : generationsTotal;
    requestsPerSecond = requestsPerSecond == null ? 20 : requestsPerSecond;
    requestBurst = requestBurst == null ? 40 : requestBurst;
  }
}

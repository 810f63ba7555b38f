package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;

/**
 * What one user, and all users together, may ask for at once.
 *
 * <p>The numbers have their defaults here and not in the schema, so that a proxy without such limits can refuse those that were set.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Limits(
    @JsonPropertyDescription("The largest request body; images travel inside it. Uploads of model blobs are not limited. "
        + "From 1Ki to 1Ti.")
    @Default("64Mi")
    @ValidationRule(
        value = "isQuantity(string(self)) && quantity(string(self)).isInteger() && quantity(string(self)).compareTo(quantity('1Ki')) >= 0"
            + " && quantity(string(self)).compareTo(quantity('1Ti')) <= 0",
        message = "limits.bodySize must be a quantity such as 64Mi, from 1Ki to 1Ti")
    Quantity bodySize,

    @JsonPropertyDescription("Generations that one user may run at a time; 4 when absent.")
    @Min(1)
    @Max(10000)
    Integer generationsPerUser,

    @JsonPropertyDescription("Generations that all users together may run at a time, per pod; 64 when absent.")
    @Min(1)
    @Max(10000)
    Integer generationsTotal,

    @JsonPropertyDescription("Requests per second of one user; 20 when absent.")
    @Min(1)
    @Max(10000)
    Integer requestsPerSecond,

    @JsonPropertyDescription("Requests of one user that may come at once before requestsPerSecond counts; 40 when absent.")
    @Min(1)
    @Max(100000)
    Integer requestBurst) {

  public Limits {
    bodySize = bodySize == null ? new Quantity("64Mi") : bodySize;
    generationsPerUser = generationsPerUser == null ? 4 : generationsPerUser;
    generationsTotal = generationsTotal == null ? 64 : generationsTotal;
    requestsPerSecond = requestsPerSecond == null ? 20 : requestsPerSecond;
    requestBurst = requestBurst == null ? 40 : requestBurst;
  }
}

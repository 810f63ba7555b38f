package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.ollakeep.api.rules.Cel;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A Secret of the same namespace with registry credentials. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ImagePullSecret(
    @JsonPropertyDescription("Name of the Secret.")
    @Required
    @Size(min = 1, max = 253)
    @ValidationRule(value = Cel.IS_DNS_NAME, message = "imagePullSecrets.name must be the name of a Secret, such as registry")
    String name) {
}

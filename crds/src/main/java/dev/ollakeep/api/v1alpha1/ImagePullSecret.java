package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Required;

/** A Secret of the same namespace with registry credentials. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ImagePullSecret(
    @Required String name) {
}

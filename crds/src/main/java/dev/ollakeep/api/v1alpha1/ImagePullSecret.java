package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/** A Secret of the same namespace with registry credentials. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ImagePullSecret(
    String name) {
}

package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/** An address of the server. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Endpoint(
    @JsonPropertyDescription("Internal for clients in the cluster, External for those outside.")
    String scope,

    @JsonPropertyDescription("The address.")
    @Size(max = 2048)
    String url) {
}

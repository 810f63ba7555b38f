package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.crd.generator.annotation.SchemaFrom;

/** Where one user's credential stands. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record UserStatus(
    String name,
    @SchemaFrom(type = String.class) Role role,
    String secretName,
    String source,
    String state,
    String phase,
    String graceEndsAt) {
}

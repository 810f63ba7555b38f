package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;

/**
 * Where one user's credential stands.
 *
 * <p>The schema takes any text as a role: a status that shows a role from a newer version must not be refused.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record UserStatus(
    @JsonPropertyDescription("Name of the user.")
    String name,

    @JsonPropertyDescription("Role that the proxies know; empty when this version does not know the role asked for.")
    @SchemaFrom(type = String.class)
    Role role,

    @JsonPropertyDescription("Secret with the user's credentials.")
    String secretName,

    @JsonPropertyDescription("Where the secret comes from: Generated, or Supplied by passwordSecretRef.")
    String source,

    @JsonPropertyDescription("Whether the resource lets the user in, and if not, why; that a lockdown refuses everybody, or that there is "
        + "no credential yet, is told by conditions.")
    String state,

    @JsonPropertyDescription("How far the user's rotation is; Stable when none is in flight.")
    String phase,

    @JsonPropertyDescription("When the user's old secret will be refused.")
    String graceEndsAt) {
}

package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Where the credentials stand; for people, never read back. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AuthStatus(
    @JsonPropertyDescription("Number of the credentials that were handed to the proxies last; it only grows.")
    Long revision,

    @JsonPropertyDescription("How many serving pods are proven to use that revision, such as 3/3.")
    String podsAtRevision,

    @JsonPropertyDescription("How far the least advanced rotation is; Stable when none is in flight.")
    String phase,

    @JsonPropertyDescription("When a new secret was published last.")
    String lastRotationTime,

    @JsonPropertyDescription("When the next secret becomes due by auth.rotation.interval; absent when none does.")
    String nextRotationTime,

    @JsonPropertyDescription("When the last old secret will be refused.")
    String graceEndsAt,

    @JsonPropertyDescription("The auth.rotation.requestId that was carried out last.")
    String observedRequestId,

    @JsonPropertyDescription("A requestId that waits: for the end of a running rotation, or for what CredentialsRotated names.")
    String pendingRequestId,

    @JsonPropertyDescription("One entry for each user.")
    @Size(max = 200)
    List<UserStatus> users) {

  public AuthStatus {
    users = users == null ? List.of() : List.copyOf(users);
  }
}

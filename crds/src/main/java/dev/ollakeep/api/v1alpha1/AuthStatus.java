package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** Where the credentials stand; for people, never read back. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AuthStatus(
    Long revision,
    String podsAtRevision,
    String phase,
    String lastRotationTime,
    String graceEndsAt,
    String observedRequestId,
    String pendingRequestId,
    List<UserStatus> users) {

  public AuthStatus {
    users = users == null ? List.of() : List.copyOf(users);
  }
}

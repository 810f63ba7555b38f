package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Required;
import java.util.Optional;

/** One user with one secret. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record User(
    @Required String name,
    @Required Role role,
    String secretName,
    PasswordSecretRef passwordSecretRef,
    Boolean suspended,
    String expiresAt,
    String requestId,
    String gracePeriod) {

  public User {
    role = role == null ? Role.UNRECOGNISED : role;
    secretName = secretName == null ? "" : secretName;
    suspended = suspended == null ? false : suspended;
    requestId = requestId == null ? "" : requestId;
  }

  /** Where a password brought by the user lies; empty means that the operator generates one. */
  @JsonIgnore
  public Optional<PasswordSecretRef> source() {
    return Optional.ofNullable(passwordSecretRef);
  }
}

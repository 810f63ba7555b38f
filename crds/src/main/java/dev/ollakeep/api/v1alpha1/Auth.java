package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/** Who may use the server, and how their secrets change. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Auth(
    List<User> users,
    Rotation rotation,
    Boolean lockdown) {

  public Auth {
    users = users == null ? List.of() : List.copyOf(users);
    rotation = rotation == null ? new Rotation(null, null) : rotation;
    lockdown = lockdown == null ? false : lockdown;
  }
}

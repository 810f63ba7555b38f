package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Who may use the server, and how their secrets change. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Auth(
    @Required @Size(min = 1, max = 100) List<User> users,
    Rotation rotation,
    Boolean lockdown) {

  public Auth {
    users = users == null ? List.of() : List.copyOf(users);
    rotation = rotation == null ? new Rotation(null, null) : rotation;
    lockdown = lockdown == null ? false : lockdown;
  }
}

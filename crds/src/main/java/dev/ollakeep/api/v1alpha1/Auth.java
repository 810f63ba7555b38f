package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.ollakeep.api.rules.Cel;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Who may use the server, and how their secrets change. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(value = Cel.USERS_GRACE_FITS_TWICE,
    message = "rotation.interval must be at least twice the gracePeriod of every user with a generated secret: "
        + "raise rotation.interval, or lower the user's gracePeriod",
    fieldPath = ".rotation")
public record Auth(
    @JsonPropertyDescription("The users, from 1 to 100, each with one secret. A user that is removed here is refused within seconds "
        + "and their Secret is deleted.")
    @Required
    @Size(min = 1, max = 100)
    List<User> users,

    @JsonPropertyDescription("How secrets change.")
    @Default("{}")
    Rotation rotation,

    @JsonPropertyDescription("Refuses every user at once. Models stay loaded and credentials are kept for the day it ends.")
    @Default("false")
    Boolean lockdown) {

  public Auth {
    users = users == null ? List.of() : List.copyOf(users);
    rotation = rotation == null ? Rotation.byRequest() : rotation;
    lockdown = lockdown == null ? false : lockdown;
  }
}

package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What a user may ask of the server: each role includes the ones before it.
 *
 * <p>A value this version does not know becomes {@link #UNRECOGNISED}, never a default: the last good state stays.
 */
public enum Role {
  VIEWER("Viewer"),
  USER("User"),
  MODEL_MANAGER("ModelManager"),
  ADMIN("Admin"),
  @JsonIgnore
  UNRECOGNISED("");

  private final String text;

  Role(String text) {
    this.text = text;
  }

  /** The value as it is written in a resource. */
  @JsonValue
  public String text() {
    return text;
  }

  /** Reads what a resource says; anything unknown is {@link #UNRECOGNISED}. */
  @JsonCreator
  public static Role of(String text) {
    for (var value : values()) {
      if (value.text.equals(text)) {
        return value;
      }
    }
    return UNRECOGNISED;
  }
}

package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Whether Ollama may forward requests for cloud models.
 *
 * <p>A value this version does not know becomes {@link #UNRECOGNISED}, never a default: the last good state stays.
 */
public enum CloudAccess {
  DISABLED("Disabled"),
  ENABLED("Enabled"),
  @JsonIgnore
  UNRECOGNISED("");

  private final String text;

  CloudAccess(String text) {
    this.text = text;
  }

  /** The value as it is written in a resource. */
  @JsonValue
  public String text() {
    return text;
  }

  /** Reads what a resource says; anything unknown is {@link #UNRECOGNISED}. */
  @JsonCreator
  public static CloudAccess of(String text) {
    for (var value : values()) {
      if (value.text.equals(text)) {
        return value;
      }
    }
    return UNRECOGNISED;
  }
}

package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * How the model volume may be mounted.
 *
 * <p>A value this version does not know becomes {@link #UNRECOGNISED}, never a default: the last good state stays.
 */
public enum AccessMode {
  READ_WRITE_ONCE("ReadWriteOnce"),
  READ_WRITE_ONCE_POD("ReadWriteOncePod"),
  READ_WRITE_MANY("ReadWriteMany"),
  @JsonIgnore
  UNRECOGNISED("");

  private final String text;

  AccessMode(String text) {
    this.text = text;
  }

  /** The value as it is written in a resource. */
  @JsonValue
  public String text() {
    return text;
  }

  /** Reads what a resource says; anything unknown is {@link #UNRECOGNISED}. */
  @JsonCreator
  public static AccessMode of(String text) {
    for (var value : values()) {
      if (value.text.equals(text)) {
        return value;
      }
    }
    return UNRECOGNISED;
  }
}

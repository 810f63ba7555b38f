package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Precision of the key-value cache.
 *
 * <p>A value this version does not know becomes {@link #UNRECOGNISED}, never a default: the last good state stays.
 */
public enum KvCacheType {
  F16("F16"),
  Q8_0("Q8_0"),
  Q4_0("Q4_0"),
  @JsonIgnore
  UNRECOGNISED("");

  private final String text;

  KvCacheType(String text) {
    this.text = text;
  }

  /** The value as it is written in a resource. */
  @JsonValue
  public String text() {
    return text;
  }

  /** Reads what a resource says; anything unknown is {@link #UNRECOGNISED}. */
  @JsonCreator
  public static KvCacheType of(String text) {
    for (var value : values()) {
      if (value.text.equals(text)) {
        return value;
      }
    }
    return UNRECOGNISED;
  }
}

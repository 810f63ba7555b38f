package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * How clients reach the server.
 *
 * <p>A value this version does not know becomes {@link #UNRECOGNISED}, never a default: the last good state stays.
 */
public enum ExposureType {
  CLUSTER_IP("ClusterIP"),
  INGRESS("Ingress"),
  @JsonIgnore
  UNRECOGNISED("");

  private final String text;

  ExposureType(String text) {
    this.text = text;
  }

  /** The value as it is written in a resource. */
  @JsonValue
  public String text() {
    return text;
  }

  /** Reads what a resource says; anything unknown is {@link #UNRECOGNISED}. */
  @JsonCreator
  public static ExposureType of(String text) {
    for (var value : values()) {
      if (value.text.equals(text)) {
        return value;
      }
    }
    return UNRECOGNISED;
  }
}

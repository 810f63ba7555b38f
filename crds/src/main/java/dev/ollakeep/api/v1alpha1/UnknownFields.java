package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What a stored resource asks for and these records have no field for, such as a restriction of a newer version.
 *
 * @param paths the fields, such as {@code spec.exposure.allowedSourceRanges}; empty when the records hold everything
 * @param stored all that was asked for, by the names of the resource's own fields, so that a copy loses nothing
 */
public record UnknownFields(List<String> paths, JsonNode stored) {

  /** The records hold everything. */
  public static final UnknownFields NONE = new UnknownFields(List.of(), new ObjectNode(JsonNodeFactory.instance));

  public UnknownFields {
    paths = List.copyOf(paths);
  }

  public boolean isEmpty() {
    return paths.isEmpty();
  }
}

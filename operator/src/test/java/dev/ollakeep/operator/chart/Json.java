package dev.ollakeep.operator.chart;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Objects as trees, changed in one place. */
final class Json {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private Json() {}

  static ObjectNode tree(HasMetadata object) {
    return Serialization.jsonMapper().valueToTree(object);
  }

  static String text(HasMetadata object) {
    return tree(object).toString();
  }

  static HasMetadata object(ObjectNode tree) {
    return Serialization.unmarshal(tree.toString());
  }

  /** The object with this YAML at the JSON pointer; null takes away what is there. */
  static HasMetadata with(HasMetadata object, String pointer, String yaml) {
    var tree = tree(object);
    var path = JsonPointer.compile(pointer);
    var value = yaml(yaml);
    var parent = tree.at(path.head());
    if (parent instanceof ArrayNode array) {
      array.set(path.last().getMatchingIndex(), value);
    } else if (value.isNull()) {
      ((ObjectNode) parent).remove(path.last().getMatchingProperty());
    } else {
      ((ObjectNode) parent).set(path.last().getMatchingProperty(), value);
    }
    return object(tree);
  }

  private static JsonNode yaml(String text) {
    try {
      return YAML.readTree(text);
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException(text, malformed);
    }
  }
}

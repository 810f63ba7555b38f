package dev.ollakeep.operator.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** YAML documents, and trees of them: read, merged and compared. */
public final class Documents {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private Documents() {}

  public static List<ObjectNode> read(Path file) {
    try (var parser = YAML.getFactory().createParser(Files.readString(file))) {
      var documents = new ArrayList<ObjectNode>();
      YAML.readValues(parser, ObjectNode.class).forEachRemaining(documents::add);
      return documents;
    } catch (IOException e) {
      throw new UncheckedIOException(file + " is not a list of YAML documents", e);
    }
  }

  public static <T> T as(Class<T> type, JsonNode document) {
    try {
      return YAML.treeToValue(document, type);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("not a " + type.getSimpleName() + ": " + document, e);
    }
  }

  public static ObjectNode tree(Object value) {
    return Serialization.jsonMapper().valueToTree(value);
  }

  public static HasMetadata object(ObjectNode document) {
    return Serialization.unmarshal(encoded(document).toString());
  }

  /** Every field of the patch; a null takes the field away, a list replaces the list. */
  public static ObjectNode merged(ObjectNode target, ObjectNode patch) {
    patch.fields().forEachRemaining(field -> {
      var before = target.get(field.getKey());
      if (field.getValue().isNull()) {
        target.remove(field.getKey());
      } else if (before instanceof ObjectNode old && field.getValue() instanceof ObjectNode fresh) {
        merged(old, fresh);
      } else {
        target.set(field.getKey(), field.getValue());
      }
    });
    return target;
  }

  /** The target without every field that the other has. */
  public static ObjectNode without(ObjectNode target, ObjectNode other) {
    other.fields().forEachRemaining(field -> {
      if (field.getValue() instanceof ObjectNode deeper && target.get(field.getKey()) instanceof ObjectNode inside) {
        without(inside, deeper);
      } else {
        target.remove(field.getKey());
      }
    });
    return target;
  }

  /** Whether applying the desired state would change nothing. */
  public static boolean contains(JsonNode live, JsonNode desired) {
    if (desired.isObject()) {
      for (var names = desired.fieldNames(); names.hasNext(); ) {
        var name = names.next();
        if (!live.has(name) || !contains(live.get(name), desired.get(name))) {
          return false;
        }
      }
      return true;
    }
    if (!desired.isArray()) {
      return desired.equals(live);
    }
    var same = live.size() == desired.size();
    for (var i = 0; same && i < desired.size(); i++) {
      same = contains(live.get(i), desired.get(i));
    }
    return same;
  }

  /** A Secret may be written with readable values, as for kubectl. */
  private static ObjectNode encoded(ObjectNode document) {
    if (document.remove("stringData") instanceof ObjectNode readable) {
      var data = document.withObject("/data");
      readable.fields().forEachRemaining(field -> data.put(field.getKey(),
          Base64.getEncoder().encodeToString(field.getValue().asText().getBytes(StandardCharsets.UTF_8))));
    }
    return document;
  }
}

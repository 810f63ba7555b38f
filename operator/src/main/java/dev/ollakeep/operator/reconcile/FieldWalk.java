package dev.ollakeep.operator.reconcile;

import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Walks a stored OllamaServer beside the classes that it is read into, and finds the fields that these would drop.
 *
 * <p>What Jackson knows of the classes decides, so that no field can be forgotten, in Kubernetes' own types neither. Metadata and
 * status are left out: neither asks for anything.
 */
final class FieldWalk {

  private static final Map<JavaType, Map<String, JavaType>> KNOWN = new ConcurrentHashMap<>();
  private static final Set<String> NOT_ASKED = Set.of("metadata", "status");
  private static final int MOST_PATHS = 100;
  private static final int LONGEST_PATH = 200;

  private final DeserializationConfig config;
  private final List<String> unknown = new ArrayList<>();

  private FieldWalk(DeserializationConfig config) {
    this.config = config;
  }

  /** Paths such as {@code spec.auth.users[0].groups}; so many at most that a hostile resource does no harm. */
  static List<String> unknown(ObjectNode tree, DeserializationContext context) {
    var walk = new FieldWalk(context.getConfig());
    walk.fields("", tree.deepCopy().without(NOT_ASKED), context.constructType(OllamaServer.class));
    return walk.unknown;
  }

  private void walk(String path, JsonNode node, JavaType type) {
    if (node.isArray() && type.isCollectionLikeType()) {
      for (int i = 0; i < node.size(); i++) {
        walk(path + "[" + i + "]", node.get(i), type.getContentType());
      }
    } else if (node.isObject() && type.isMapLikeType()) {
      node.properties().forEach(entry -> walk(path + "." + entry.getKey(), entry.getValue(), type.getContentType()));
    } else if (node.isObject() && !type.isContainerType() && !type.isJavaLangObject() && !type.isTypeOrSubTypeOf(JsonNode.class)) {
      fields(path, node, type);
    }
  }

  private void fields(String path, JsonNode object, JavaType type) {
    var known = KNOWN.computeIfAbsent(type, this::known);
    for (var field : object.properties()) {
      var place = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
      var ofField = known.get(field.getKey());
      if (ofField != null) {
        walk(place, field.getValue(), ofField);
      } else if (!field.getValue().isNull() && unknown.size() < MOST_PATHS) {
        unknown.add(readable(place));
      }
    }
  }

  private Map<String, JavaType> known(JavaType type) {
    var known = new HashMap<String, JavaType>();
    config.introspect(type).findProperties().forEach(property -> known.put(property.getName(), property.getPrimaryType()));
    return known;
  }

  /** A name may be any text where a schema preserves what it does not know. */
  private static String readable(String path) {
    var plain = path.replaceAll("[^A-Za-z0-9_.:/\\[\\]-]", "?");
    return plain.length() > LONGEST_PATH ? plain.substring(0, LONGEST_PATH) + "..." : plain;
  }
}

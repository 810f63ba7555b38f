package dev.ollakeep.operator.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/**
 * Random specs by the schema of the CRD alone, so that a new field is among them by itself.
 *
 * <p>Types, choices, bounds and expressions are kept to; what else the rules ask for is left to whoever accepts a spec. Numbers stay
 * near their least one, and lists short: a hundred pods say no more than three.
 */
final class SpecGenerator {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  /** What a spec needs, and a grace period that can be waited for. */
  static final ObjectNode LEAST = JSON.objectNode().set("auth", JSON.objectNode()
      .<ObjectNode>set("users", JSON.arrayNode().add(JSON.objectNode().put("name", "alpha").put("role", "User")))
      .set("rotation", JSON.objectNode().put("gracePeriod", "1s")));
  private static final List<String> QUANTITIES = List.of("1", "2", "64Mi", "1Gi", "2Gi", "100m");
  private static final int ATTEMPTS = 60;
  private static final int MOST_CHANGES = 6;
  private static final int NEAR = 3;
  private static final int RARELY = 6;

  private final JsonNode schema;
  private final Random random;

  SpecGenerator(JsonNode schema, Random random) {
    this.schema = schema;
    this.random = random;
  }

  /** A spec that is accepted: the former one with some of its parts drawn anew, or with one of the fields that are sought. */
  ObjectNode next(ObjectNode former, Predicate<ObjectNode> accepted, List<String> sought) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      var changed = former.deepCopy();
      if (random.nextInt(RARELY) == 0) {
        turn(changed);
      }
      if (!sought.isEmpty() && random.nextBoolean()) {
        reach(changed, schema, List.of(one(sought).replaceFirst("^spec[.]", "").split("[.]")));
      }
      for (int changes = random.nextInt(Math.max(1, MOST_CHANGES - attempt / 10) + 1); changes > 0; changes--) {
        change(changed, schema);
      }
      if (!changed.equals(former) && accepted.test(changed)) {
        return changed;
      }
    }
    var least = leastOf(former);
    if (!least.equals(former) && accepted.test(least)) {
      return least;
    }
    throw new IllegalStateException("no other spec was accepted after " + former);
  }

  /** Out of a corner in which the rules take hardly anything: what cannot change, and nothing more. */
  private static ObjectNode leastOf(ObjectNode former) {
    var least = LEAST.deepCopy();
    least.withObjectProperty("auth").set("users", former.at("/auth/users"));
    if (former.has("storage")) {
      least.set("storage", former.get("storage"));
    }
    return least;
  }

  /** To what chance alone does not find. */
  private void turn(ObjectNode changed) {
    if (random.nextInt(NEAR) == 0) {
      changed.setAll(one(Corners.others()).deepCopy());
    } else {
      changed.remove("tls");
      changed.setAll(one(Corners.exposures()).deepCopy());
    }
  }

  /** A property of the object, or of one of the objects in it, is drawn anew or taken away. */
  private void change(ObjectNode object, JsonNode of) {
    var names = names(of);
    var name = names.get(random.nextInt(names.size()));
    var property = of.get("properties").get(name);
    if (object.get(name) instanceof ObjectNode inner && property.has("properties") && random.nextInt(3) > 0) {
      change(inner, property);
    } else if (object.has(name) && !isRequired(of, name) && random.nextInt(4) == 0) {
      object.remove(name);
    } else {
      object.set(name, value(name, property, of));
    }
  }

  /** The field at the end of the way is drawn anew, and whatever it lies in is made; {@code []} is any item, {@code {}} any key. */
  private void reach(ObjectNode object, JsonNode of, List<String> way) {
    var name = way.get(0).replaceAll("[^A-Za-z0-9]", "");
    var property = of.get("properties").get(name);
    var isList = way.get(0).endsWith("[]");
    if (way.size() > 1) {
      var inner = isList ? object.path(name).path(0) : object.path(name);
      var schemaOfInner = isList ? property.get("items") : property;
      var reached = inner instanceof ObjectNode known ? known : object(schemaOfInner);
      reach(reached, schemaOfInner, way.subList(1, way.size()));
      object.set(name, isList ? withFirst(object.path(name), reached) : reached);
    } else if (isList) {
      object.set(name, JSON.arrayNode().add(value(name, property.get("items"), property)));
    } else {
      object.set(name, value(name, property, of));
    }
  }

  private static ArrayNode withFirst(JsonNode former, ObjectNode first) {
    var items = JSON.arrayNode().add(first);
    for (int i = 1; i < former.size(); i++) {
      items.add(former.get(i));
    }
    return items;
  }

  private JsonNode value(String name, JsonNode of, JsonNode parent) {
    if (of.has("enum")) {
      return one(List.copyOf(list(of.get("enum"))));
    }
    if (of.path("x-kubernetes-int-or-string").asBoolean()) {
      return JSON.textNode(one(QUANTITIES));
    }
    return switch (of.path("type").asText()) {
      case "boolean" -> JSON.booleanNode(random.nextBoolean());
      case "integer" -> JSON.numberNode(of.path("minimum").asInt(0) + random.nextInt(NEAR));
      case "string" -> JSON.textNode(one(Vocabulary.of(name, of, parent)));
      case "array" -> items(name, of);
      default -> of.has("properties") ? object(of) : map(of);
    };
  }

  private ArrayNode items(String name, JsonNode of) {
    var items = JSON.arrayNode();
    var keys = of.path("x-kubernetes-list-map-keys");
    var seen = new ArrayList<String>();
    for (int left = random.nextInt(NEAR) + (name.equals("users") ? 1 : 0); left > 0; left--) {
      var item = value(name, of.get("items"), of);
      var key = keys.isEmpty() ? item.toString() : item.path(keys.get(0).asText()).asText();
      if (!seen.contains(key)) {
        seen.add(key);
        items.add(item);
      }
    }
    return items;
  }

  private ObjectNode object(JsonNode of) {
    var object = JSON.objectNode();
    for (var name : names(of)) {
      if (isRequired(of, name) || random.nextInt(NEAR) == 0) {
        object.set(name, value(name, of.get("properties").get(name), of));
      }
    }
    return object;
  }

  private ObjectNode map(JsonNode of) {
    var map = JSON.objectNode();
    for (int left = random.nextInt(NEAR); left > 0; left--) {
      map.set(one(Vocabulary.keys(of)), value("", of.path("additionalProperties"), of));
    }
    return map;
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static List<String> names(JsonNode of) {
    var names = new ArrayList<String>();
    of.path("properties").fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static boolean isRequired(JsonNode of, String name) {
    return list(of.path("required")).stream().anyMatch(required -> required.asText().equals(name));
  }

  private static List<JsonNode> list(JsonNode array) {
    var list = new ArrayList<JsonNode>();
    array.forEach(list::add);
    return list;
  }
}

package dev.ollakeep.operator.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Every place of the spec in the committed CRD, as one sees it from the schema: {@code spec.auth.users[].role}. */
record SchemaPlaces(List<Place> all) {

  private static final Path CRD = Path.of("..", "crds", "ollamaservers.ollakeep.dev-v1.yml");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One place, and how one gets there: names of fields, and [] for the only element of a list. */
  record Place(List<String> steps, JsonNode schema) {

    boolean isObject() {
      return schema.has("properties");
    }

    boolean isChoice() {
      return schema.has("enum");
    }

    /** As a message writes it, where each list has one element. */
    String path() {
      return String.join(".", steps).replace(".[]", "[0]");
    }

    /** A resource that says this here, and elsewhere nothing but one user. */
    String saying(JsonNode value) {
      var server = (ObjectNode) tree("""
          {"apiVersion": "ollakeep.dev/v1alpha1", "kind": "OllamaServer",
           "metadata": {"name": "hello", "namespace": "ai", "uid": "1", "generation": 1},
           "spec": {"auth": {"users": [{"name": "alice", "role": "User"}]}}}""");
      put(server, 0, value);
      return server.toString();
    }

    private void put(ObjectNode object, int step, JsonNode value) {
      var name = steps.get(step);
      var isList = step + 1 < steps.size() && steps.get(step + 1).equals("[]");
      var last = step + (isList ? 2 : 1) == steps.size();
      if (isList) {
        var list = object.withArray(name);
        if (last) {
          list.insert(0, merged(list.get(0), value)).remove(1);
        } else {
          put(list.isEmpty() ? list.addObject() : (ObjectNode) list.get(0), step + 2, value);
        }
      } else if (last) {
        object.set(name, merged(object.get(name), value));
      } else {
        put(object.withObjectProperty(name), step + 1, value);
      }
    }

    private static JsonNode merged(JsonNode before, JsonNode value) {
      return before instanceof ObjectNode object && value instanceof ObjectNode more ? object.setAll(more) : value;
    }
  }

  static SchemaPlaces read() {
    try {
      var crd = new YAMLMapper().readTree(CRD.toFile());
      var places = new ArrayList<Place>();
      collect(List.of("spec"), crd.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec"), places);
      return new SchemaPlaces(List.copyOf(places));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void collect(List<String> steps, JsonNode schema, List<Place> places) {
    places.add(new Place(steps, schema));
    schema.path("properties").properties().forEach(field -> collect(with(steps, field.getKey()), field.getValue(), places));
    if (schema.has("items")) {
      collect(with(steps, "[]"), schema.get("items"), places);
    }
  }

  private static List<String> with(List<String> steps, String step) {
    var more = new ArrayList<>(steps);
    more.add(step);
    return List.copyOf(more);
  }
}

package dev.ollakeep.operator.reconcile;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.ollakeep.operator.memory.RecentMemory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.FieldsV1;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps in memory once what is equal in thousands of cached objects: which fields are managed, and long texts of ConfigMaps.
 *
 * <p>Without it each server takes 150 KiB of heap, two thirds of them for these two. What is read is equal to what would be read
 * without it, and cannot be changed.
 */
final class Sharing {

  private static final int FIELD_SETS = 5_000;
  private static final int TEXTS = 100;
  private static final int LONG_TEXT = 1_000;
  /** Lists of owners are keyed by UID: no other object has the same. */
  private static final String OWNERS = "f:ownerReferences";

  private final RecentMemory<Map<String, Object>, Map<String, Object>> fieldSets = new RecentMemory<>(FIELD_SETS);
  private final RecentMemory<String, String> texts = new RecentMemory<>(TEXTS);

  private Sharing() {}

  /** For one client. */
  static SimpleModule module() {
    var sharing = new Sharing();
    var module = new SimpleModule("sharing");
    module.addDeserializer(FieldsV1.class, sharing.new Fields());
    module.setDeserializerModifier(ReadAround.of(ConfigMap.class, sharing::texts));
    return module;
  }

  private static <T> T known(RecentMemory<T, T> memory, T value) {
    return memory.get(value, first -> first);
  }

  /** Sets of fields, and the sets in them, down to the many empty ones. */
  private final class Fields extends StdDeserializer<FieldsV1> {

    Fields() {
      super(FieldsV1.class);
    }

    @Override
    public FieldsV1 deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      var fields = new FieldsV1();
      fields.setAdditionalProperties(shared(context.readValue(parser, Map.class)));
      return fields;
    }

    private Map<String, Object> shared(Map<?, ?> read) {
      if (read.isEmpty()) {
        return Map.of();
      }
      var copy = new LinkedHashMap<String, Object>();
      read.forEach((key, value) -> copy.put((String) key, value instanceof Map<?, ?> inner ? shared(inner) : value));
      var set = Collections.unmodifiableMap(copy);
      return isUnique(set) ? set : known(fieldSets, set);
    }

    private static boolean isUnique(Map<String, Object> set) {
      return set.containsKey(OWNERS) || set.containsKey("f:metadata") || set.keySet().iterator().next().startsWith("k:{\"uid\"");
    }
  }

  /** Long values of ConfigMaps. */
  private Object texts(JsonParser parser, DeserializationContext context, ReadAround.Standard standard) throws IOException {
    var map = (ConfigMap) standard.read(parser, context);
    if (map.getData() != null) {
      map.getData().replaceAll((key, text) -> text != null && text.length() >= LONG_TEXT ? known(texts, text) : text);
    }
    return map;
  }
}

package dev.ollakeep.operator.reconcile;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.api.v1alpha1.UnknownFields;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads every stored OllamaServer, whatever a newer or older version has put into it, and tells what it could not read.
 *
 * <p>One object that cannot be read would stop the informer and with it the operator, for all servers. What such an object says
 * besides its users is left out and told as {@link OllamaServer#unknownFields()}, which the planner reports as {@code InvalidSpec}:
 * the last good state stays.
 */
public final class TolerantSerialization {

  private static final Logger LOG = LoggerFactory.getLogger(TolerantSerialization.class);
  private static final String STATUS = "status";
  private static final List<String> PARTS = List.of("apiVersion", "kind", "metadata", "spec", STATUS);

  private TolerantSerialization() {}

  /** A serialization for one client. */
  public static KubernetesSerialization create() {
    return with(TolerantSerialization::read, Sharing.module());
  }

  /** For a file that a person wrote: a value of another shape is an error; a field that is not known is told all the same. */
  public static KubernetesSerialization exact() {
    return with(TolerantSerialization::readExactly, new SimpleModule("none"));
  }

  private static KubernetesSerialization with(ReadAround.Step step, SimpleModule more) {
    var module = new SimpleModule("ollama-server");
    module.setDeserializerModifier(ReadAround.of(OllamaServer.class, step));
    module.setSerializerModifier(new WrittenWhole());
    return new KubernetesSerialization(new ObjectMapper().registerModules(module, more), true);
  }

  private static Object readExactly(
      JsonParser parser, DeserializationContext context, ReadAround.Standard standard) throws IOException {
    var tree = (ObjectNode) context.readTree(parser);
    return told(standard.read(over(tree, parser), context), tree, FieldWalk.unknown(tree, context));
  }

  private static Object read(JsonParser parser, DeserializationContext context, ReadAround.Standard standard) throws IOException {
    var tree = (ObjectNode) context.readTree(parser);
    try {
      return told(standard.read(over(tree, parser), context), tree, FieldWalk.unknown(tree, context));
    } catch (JsonMappingException unreadable) {
      var path = path(unreadable);
      var ofStatus = path.startsWith(STATUS);
      LOG.warn("OllamaServer {}/{} cannot be read at {}: {}", tree.at("/metadata/namespace").asText(), tree.at("/metadata/name").asText(),
          path, ofStatus ? "a new status is made" : "its last good state stays");
      if (ofStatus) {
        return read(over(withoutStatus(tree), parser), context, standard);
      }
      var unknown = new ArrayList<>(List.of(path.isEmpty() ? "spec" : path));
      unknown.addAll(FieldWalk.unknown(tree, context));
      return told(readUsersAtMost(tree, parser, context, standard), tree, unknown);
    }
  }

  private static Object readUsersAtMost(
      ObjectNode tree, JsonParser parser, DeserializationContext context, ReadAround.Standard standard) throws IOException {
    for (var candidate : List.of(bare(tree, true), withoutStatus(bare(tree, true)), bare(tree, false))) {
      try {
        return standard.read(over(candidate, parser), context);
      } catch (JsonMappingException unreadableToo) {
        LOG.debug("not even at {}", path(unreadableToo));
      }
    }
    return standard.read(over(withoutStatus(bare(tree, false)), parser), context);
  }

  /** Who may log in is kept where that much can be read: shutting somebody out must not depend on the rest. */
  private static ObjectNode bare(ObjectNode tree, boolean withUsers) {
    var bare = tree.deepCopy();
    var spec = bare.putObject("spec");
    if (withUsers && tree.at("/spec/auth") instanceof ObjectNode auth) {
      spec.set("auth", auth);
      spec.put("paused", tree.at("/spec/paused").asBoolean());
    }
    return bare;
  }

  private static Object told(Object server, ObjectNode tree, List<String> unknown) {
    if (unknown.isEmpty()) {
      return server;
    }
    var stored = tree.deepCopy().without(List.of("apiVersion", "kind", "metadata", STATUS));
    return ((OllamaServer) server).withUnknownFields(new UnknownFields(unknown, stored));
  }

  private static ObjectNode withoutStatus(ObjectNode tree) {
    tree.remove(STATUS);
    return tree;
  }

  /** Of what stands beside spec and status nothing is read: Jackson would refuse it. */
  private static JsonParser over(ObjectNode tree, JsonParser parser) throws IOException {
    var copy = tree.deepCopy().retain(PARTS).traverse(parser.getCodec());
    copy.nextToken();
    return copy;
  }

  private static String path(JsonMappingException unreadable) {
    var path = unreadable.getPath().stream()
        .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
        .collect(Collectors.joining());
    return path.startsWith(".") ? path.substring(1) : path;
  }
}

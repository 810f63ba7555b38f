package dev.ollakeep.operator.reconcile;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads every stored OllamaServer, whatever a newer or older version has put into it.
 *
 * <p>One object that cannot be read would stop the informer and with it the operator, for all servers. Such an object becomes
 * one whose spec is unrecognised, which the planner leaves in its last good state and reports as {@code InvalidSpec}.
 */
public final class TolerantSerialization {

  private static final Logger LOG = LoggerFactory.getLogger(TolerantSerialization.class);

  private TolerantSerialization() {}

  /** A serialization for one client. */
  public static KubernetesSerialization create() {
    var module = new SimpleModule("tolerant-ollama-server");
    module.setDeserializerModifier(ReadAround.of(OllamaServer.class, TolerantSerialization::read));
    return new KubernetesSerialization(new ObjectMapper().registerModules(module, Sharing.module()), true);
  }

  private static Object read(JsonParser parser, DeserializationContext context, ReadAround.Standard standard) throws IOException {
    var tree = (ObjectNode) context.readTree(parser);
    try {
      return standard.read(over(tree, parser), context);
    } catch (JsonMappingException unreadable) {
      LOG.warn("OllamaServer {}/{} cannot be read at {}: its last good state stays",
          tree.at("/metadata/namespace").asText(), tree.at("/metadata/name").asText(), path(unreadable));
      return readUnrecognised(tree, parser, context, standard);
    }
  }

  private static Object readUnrecognised(
      ObjectNode tree, JsonParser parser, DeserializationContext context, ReadAround.Standard standard) throws IOException {
    var bare = tree.deepCopy();
    bare.putObject("spec").putObject("exposure").put("type", "(unreadable)");
    try {
      return standard.read(over(bare, parser), context);
    } catch (JsonMappingException statusIsUnreadableToo) {
      bare.remove("status");
      return standard.read(over(bare, parser), context);
    }
  }

  private static JsonParser over(ObjectNode tree, JsonParser parser) throws IOException {
    var copy = tree.traverse(parser.getCodec());
    copy.nextToken();
    return copy;
  }

  private static String path(JsonMappingException unreadable) {
    return unreadable.getPath().stream()
        .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
        .collect(Collectors.joining());
  }
}

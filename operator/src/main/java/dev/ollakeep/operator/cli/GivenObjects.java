package dev.ollakeep.operator.cli;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.reconcile.TolerantSerialization;
import dev.ollakeep.operator.words.NameList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesList;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * What a file says: servers, and the objects that people bring.
 *
 * <p>Objects get what an API server would give them: a namespace, a UID, a version, {@code data} for {@code stringData}.
 */
record GivenObjects(List<OllamaServer> servers, List<Secret> secrets, List<PersistentVolumeClaim> claims) {

  static GivenObjects read(String yaml, String namespace) {
    var objects = parse(yaml);
    objects.forEach(object -> admit(object, namespace));
    var given = new GivenObjects(
        only(OllamaServer.class, objects), only(Secret.class, objects), only(PersistentVolumeClaim.class, objects));
    if (given.servers().isEmpty()) {
      throw new InvalidInput(List.of("there is no OllamaServer (apiVersion: ollakeep.dev/v1alpha1) in the file"));
    }
    refuseUnknown(given.servers());
    given.secrets().forEach(GivenObjects::encode);
    return given;
  }

  Optional<Secret> secret(String namespace, String name) {
    return find(secrets, namespace, name);
  }

  Optional<PersistentVolumeClaim> claim(String namespace, String name) {
    return find(claims, namespace, name);
  }

  private static <T extends HasMetadata> Optional<T> find(List<T> objects, String namespace, String name) {
    return objects.stream()
        .filter(it -> it.getMetadata().getNamespace().equals(namespace) && it.getMetadata().getName().equals(name))
        .findFirst();
  }

  private static List<HasMetadata> parse(String yaml) {
    var serialization = TolerantSerialization.exact();
    serialization.registerKubernetesResource(OllamaServer.class);
    Object parsed;
    try {
      // The client takes a text that begins with a brace for JSON, though it may be YAML; JSON is YAML as well.
      parsed = serialization.unmarshal(yaml.stripLeading().startsWith("{") ? "---\n" + yaml : yaml);
    } catch (RuntimeException notValid) {
      // Each layer below (YAML, Jackson, client) throws a type of its own; whichever it was, the file is at fault.
      throw new InvalidInput(List.of("the file is not valid: " + complaint(root(notValid))));
    }
    var objects = new ArrayList<HasMetadata>();
    flatten(parsed, objects);
    return objects;
  }

  private static void flatten(Object parsed, List<HasMetadata> objects) {
    if (parsed instanceof Collection<?> several) {
      several.forEach(one -> flatten(one, objects));
    } else if (parsed instanceof KubernetesList list) {
      objects.addAll(list.getItems());
    } else if (parsed instanceof HasMetadata object) {
      objects.add(object);
    }
  }

  private static void admit(HasMetadata object, String namespace) {
    var meta = object.getMetadata();
    if (meta == null || meta.getName() == null || meta.getName().isEmpty()) {
      throw new InvalidInput(List.of(object.getKind() + ": metadata.name is missing"));
    }
    if (meta.getNamespace() == null) {
      meta.setNamespace(namespace);
    }
    var identity = String.join("/", object.getKind(), meta.getNamespace(), meta.getName());
    meta.setUid(UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8)).toString());
    meta.setResourceVersion("1");
    meta.setGeneration(1L);
  }

  /** An API server with the CRD of this version would drop such fields, and kubectl says so. */
  private static void refuseUnknown(List<OllamaServer> servers) {
    var unknown = servers.stream()
        .filter(server -> !server.unknownFields().isEmpty())
        .map(server -> "OllamaServer " + server.getMetadata().getName() + ": this version knows no field "
            + NameList.of(server.unknownFields().paths()) + ": correct or remove it in the file")
        .toList();
    if (!unknown.isEmpty()) {
      throw new InvalidInput(unknown);
    }
  }

  private static void encode(Secret secret) {
    if (secret.getStringData() != null && !secret.getStringData().isEmpty()) {
      var data = new HashMap<>(secret.getData() == null ? Map.of() : secret.getData());
      secret.getStringData().forEach((key, value) ->
          data.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
      secret.setData(data);
      secret.setStringData(null);
    }
  }

  private static <T> List<T> only(Class<T> type, List<HasMetadata> objects) {
    return objects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** The reader of YAML quotes the line that it stumbles over, and a password may stand there. */
  private static String complaint(Throwable failure) {
    if (failure instanceof MarkedYamlEngineException marked) {
      return marked.getProblemMark().map(GivenObjects::place).orElse("it") + " is no YAML"
          + marked.getContextMark().map(mark -> "; it belongs to what begins at " + place(mark)).orElse("");
    }
    return String.valueOf(failure.getMessage()).lines().map(String::strip).limit(3).collect(Collectors.joining(" "));
  }

  private static String place(Mark mark) {
    return "line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
  }

  private static Throwable root(Throwable failure) {
    return failure.getCause() == null ? failure : root(failure.getCause());
  }
}

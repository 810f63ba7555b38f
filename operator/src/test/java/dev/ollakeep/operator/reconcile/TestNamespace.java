package dev.ollakeep.operator.reconcile;

import static org.awaitility.Awaitility.await;

import dev.ollakeep.api.v1alpha1.Condition;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.observed.OptionalKind;
import dev.ollakeep.testing.SecretText;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.awaitility.core.ThrowingRunnable;

/** One namespace of a real API server, as a person with kubectl sees it. */
record TestNamespace(KubernetesClient client, String name) {

  /** What was refused again and again is tried once a minute. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration GLANCE = Duration.ofMillis(100);

  /** Waits until this holds; the last failure is shown when it never does. */
  static void eventually(ThrowingRunnable assertion) {
    await().atMost(PATIENCE).pollInterval(GLANCE).untilAsserted(assertion);
  }

  /** Creates a server with these users, each {@code name=Role}. */
  void create(String server, String... users) {
    var list = new StringBuilder();
    for (var user : users) {
      var halves = user.split("=");
      list.append("\n    - {name: ").append(halves[0]).append(", role: ").append(halves[1]).append('}');
    }
    createFrom("""
        apiVersion: ollakeep.dev/v1alpha1
        kind: OllamaServer
        metadata: {name: %s}
        spec:
          auth:
            users: %s
        """.formatted(server, list));
  }

  /** Creates an object as it is written: the record of a server would send every default along. */
  void createFrom(String yaml) {
    var object = client.getKubernetesSerialization().unmarshal(yaml, GenericKubernetesResource.class);
    client.resource(object).inNamespace(name).create();
  }

  /** Merges JSON into a server. */
  void edit(String server, String json) {
    named(server).patch(PatchContext.of(PatchType.JSON_MERGE), json);
  }

  OllamaServer server(String server) {
    return named(server).get();
  }

  /** The condition, if the status has it. */
  Optional<Condition> condition(String server, String type) {
    return Optional.ofNullable(server(server).getStatus()).stream()
        .flatMap(status -> status.conditions().stream())
        .filter(condition -> condition.type().equals(type))
        .findFirst();
  }

  /** Reason of the condition; empty while there is none. */
  String reason(String server, String type) {
    return condition(server, type).map(Condition::reason).orElse("");
  }

  /** One decoded value; empty while the Secret or the key is missing. */
  Optional<String> secret(String secret, String key) {
    return Optional.ofNullable(client.secrets().inNamespace(name).withName(secret).get())
        .flatMap(it -> SecretText.of(it, key));
  }

  List<Event> events(String server) {
    return client.v1().events().inNamespace(name).list().getItems().stream()
        .filter(event -> server.equals(event.getInvolvedObject().getName()))
        .toList();
  }

  /** Everything under the server's label, by {@code Kind/name}. */
  SortedMap<String, HasMetadata> objects(String server) {
    var types = new ArrayList<Class<? extends HasMetadata>>();
    types.add(Secret.class);
    for (var child : Child.values()) {
      if (OptionalKind.ALL.stream().noneMatch(kind -> kind.child() == child && client.getApiResources(kind.api()) == null)) {
        types.add(child.type());
      }
    }
    var objects = new TreeMap<String, HasMetadata>();
    for (var type : types) {
      client.resources(type).inNamespace(name).withLabel("ollakeep.dev/server", server).list().getItems()
          .forEach(object -> objects.put(object.getKind() + "/" + object.getMetadata().getName(), object));
    }
    return objects;
  }

  /** Which version each object has, the server itself included: equal maps mean that nothing was written. */
  Map<String, String> versions(String server) {
    var versions = new TreeMap<String, String>();
    objects(server).forEach((key, object) -> versions.put(key, object.getMetadata().getResourceVersion()));
    versions.put("OllamaServer/" + server, server(server).getMetadata().getResourceVersion());
    return versions;
  }

  /** Waits until the operator has made everything and has nothing to say any more. */
  Map<String, String> settled(String server) {
    eventually(() -> {
      if (!reason(server, "CredentialsRotated").equals("Stable")) {
        throw new AssertionError("still rotating: " + reason(server, "CredentialsRotated"));
      }
    });
    var last = new ArrayList<Map<String, String>>(List.of(versions(server)));
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(700)).until(() -> {
      last.add(versions(server));
      return last.get(last.size() - 1).equals(last.get(last.size() - 2));
    });
    return last.get(last.size() - 1);
  }

  private Resource<OllamaServer> named(String server) {
    return client.resources(OllamaServer.class).inNamespace(name).withName(server);
  }
}

package dev.ollakeep.operator.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ollakeep.testing.SaltedHash;
import dev.ollakeep.testing.SecretText;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Everything that lies in a namespace, without what differs between two runs that went equally well. */
record EndState(KubernetesClient client, String namespace) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> RANDOM_METADATA = Set.of(
      "uid", "resourceVersion", "creationTimestamp", "managedFields", "generation", "namespace");
  private static final List<String[]> KINDS = List.of(
      new String[] {"v1", "Secret"}, new String[] {"v1", "ConfigMap"}, new String[] {"v1", "Service"},
      new String[] {"v1", "PersistentVolumeClaim"}, new String[] {"apps/v1", "Deployment"},
      new String[] {"networking.k8s.io/v1", "NetworkPolicy"}, new String[] {"networking.k8s.io/v1", "Ingress"},
      new String[] {"policy/v1", "PodDisruptionBudget"}, new String[] {"ollakeep.dev/v1alpha1", "OllamaServer"},
      new String[] {"cert-manager.io/v1", "Certificate"});

  /** Normalised JSON by {@code Kind/name}. */
  SortedMap<String, String> read() {
    var objects = new TreeMap<String, String>();
    var all = objects();
    var passwords = passwords(all);
    for (var object : all) {
      var text = object instanceof Secret secret ? normalised(secret, passwords) : normalised(tree(object));
      objects.put(object.getKind() + "/" + object.getMetadata().getName(), text);
    }
    return objects;
  }

  /** Passwords that are found outside Secrets. */
  List<String> leaks(Ledger ledger) {
    return objects().stream()
        .filter(object -> !(object instanceof Secret))
        .flatMap(object -> Leaks.in(tree(object).toString(), ledger.passwords()).stream()
            .map(form -> object.getKind() + "/" + object.getMetadata().getName() + " holds a password " + form))
        .toList();
  }

  /** What a garbage collector would take once its owner is gone. */
  List<HasMetadata> owned() {
    return objects().stream().filter(object -> !object.getMetadata().getOwnerReferences().isEmpty()).toList();
  }

  /** The events of operators; the API server tells some of its own about Services. */
  List<Event> told() {
    return client.v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> "ollakeep".equals(event.getReportingComponent()))
        .toList();
  }

  private List<HasMetadata> objects() {
    var all = new ArrayList<HasMetadata>(client.secrets().inNamespace(namespace).list().getItems());
    for (var kind : KINDS) {
      if (!kind[1].equals("Secret")) {
        all.addAll(objects(kind[0], kind[1]));
      }
    }
    return all;
  }

  private List<GenericKubernetesResource> objects(String version, String kind) {
    try {
      return client.genericKubernetesResources(version, kind).inNamespace(namespace).list().getItems();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        // Nobody installed this kind.
        return List.of();
      }
      throw e;
    }
  }

  private static SortedMap<String, String> passwords(List<HasMetadata> objects) {
    var passwords = new TreeMap<String, String>();
    objects.stream().filter(Secret.class::isInstance).map(Secret.class::cast).forEach(secret -> {
      var user = Oracle.label(secret, "ollakeep.dev/user");
      if (user != null) {
        passwords.put(user, AuthFile.text(secret, "password"));
      }
    });
    return passwords;
  }

  /** Instead of hashes, whom they admit; instead of a password, that everything derives from it. */
  private String normalised(Secret secret, SortedMap<String, String> passwords) {
    var node = (ObjectNode) tree(secret);
    var data = node.putObject("data");
    if ("proxy-auth".equals(Oracle.label(secret, "ollakeep.dev/component"))) {
      var auth = AuthFile.of(secret);
      auth.current().forEach((user, hash) ->
          data.put(user, SaltedHash.verifies(hash, passwords.getOrDefault(user, "")) ? "current" : "unknown"));
      auth.previous().keySet().forEach(user -> data.put(user + ".previous", "any"));
      secret.getData().keySet().forEach(key -> data.put("key " + key, ""));
    } else {
      secret.getData().keySet().forEach(key -> data.put(key, derived(secret, key)));
    }
    return normalised(node);
  }

  private static String derived(Secret secret, String key) {
    var password = AuthFile.text(secret, "password");
    var base64 = SecretText.encoded(AuthFile.text(secret, "username") + ":" + password);
    return AuthFile.text(secret, key).replace(base64, "<login>").replace(password, "<password>");
  }

  private JsonNode tree(HasMetadata object) {
    try {
      return JSON.readTree(client.getKubernetesSerialization().asJson(object));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private String normalised(JsonNode node) {
    var object = (ObjectNode) node;
    ((ObjectNode) object.get("metadata")).remove(RANDOM_METADATA);
    Stream.of("clusterIP", "clusterIPs").forEach(key -> {
      if (object.path("spec") instanceof ObjectNode spec) {
        spec.remove(key);
      }
    });
    return node.toString()
        .replace(namespace, "<namespace>")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "<time>")
        .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "<uid>")
        .replaceAll("\\b1[0-9]{9}\\b", "<revision>")
        .replaceAll("\\brequest-\\d+\\b", "<request>")
        .replaceAll("\"(observedGeneration|deployment.kubernetes.io/revision)\":\"?\\d+\"?", "\"$1\":0");
  }
}

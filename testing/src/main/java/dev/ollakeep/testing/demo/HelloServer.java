package dev.ollakeep.testing.demo;


import dev.ollakeep.testing.SecretText;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The OllamaServer of the example, and what the operator makes for it. */
record HelloServer(KubernetesClient client, String namespace, String name) {

  private static final ResourceDefinitionContext OLLAMA_SERVERS = new ResourceDefinitionContext.Builder()
      .withGroup("ollakeep.dev").withVersion("v1alpha1").withKind("OllamaServer").withPlural("ollamaservers").withNamespaced(true).build();
  private static final String SERVER_LABEL = "ollakeep.dev/server";

  private Resource<GenericKubernetesResource> resource() {
    return client.genericKubernetesResources(OLLAMA_SERVERS).inNamespace(namespace).withName(name);
  }

  /** The status of a condition, for instance {@code True}; empty while it is not there. */
  Optional<String> condition(String type) {
    GenericKubernetesResource server = resource().get();
    List<Map<String, Object>> conditions = server == null ? null : server.get("status", "conditions");
    return conditions == null ? Optional.empty() : conditions.stream().filter(condition -> type.equals(condition.get("type")))
        .map(condition -> String.valueOf(condition.get("status"))).findFirst();
  }

  /** Every condition on a line, for a failure. */
  String conditions() {
    GenericKubernetesResource server = resource().get();
    List<Map<String, Object>> conditions = server == null ? null : server.get("status", "conditions");
    return conditions == null ? "no conditions" : conditions.stream()
        .map(condition -> "%s=%s %s: %s".formatted(
            condition.get("type"), condition.get("status"), condition.get("reason"), condition.get("message")))
        .reduce("", (all, line) -> all + line + "\n");
  }

  void merge(Map<String, Object> change) {
    resource().patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(change));
  }

  /** What carries the server's label, as {@code kind/name}, without what the Deployment makes of it. */
  List<String> objects() {
    List<HasMetadata> found = new ArrayList<>();
    found.addAll(client.apps().deployments().inNamespace(namespace).withLabel(SERVER_LABEL, name).list().getItems());
    found.addAll(client.persistentVolumeClaims().inNamespace(namespace).withLabel(SERVER_LABEL, name).list().getItems());
    found.addAll(client.configMaps().inNamespace(namespace).withLabel(SERVER_LABEL, name).list().getItems());
    found.addAll(client.secrets().inNamespace(namespace).withLabel(SERVER_LABEL, name).list().getItems());
    found.addAll(client.services().inNamespace(namespace).withLabel(SERVER_LABEL, name).list().getItems());
    found.addAll(client.network().v1().networkPolicies().inNamespace(namespace).withLabel(SERVER_LABEL, name).list().getItems());
    return found.stream().map(object -> object.getKind() + "/" + object.getMetadata().getName()).sorted(Comparator.naturalOrder()).toList();
  }

  /** The keys of a user's credential Secret, decoded; empty while there is none. */
  Optional<Map<String, String>> credential(String user) {
    Secret secret = client.secrets().inNamespace(namespace).withName(name + "-" + user + "-credentials").get();
    return Optional.ofNullable(secret).map(SecretText::of);
  }

  List<Pod> pods() {
    return client.pods().inNamespace(namespace).withLabel(SERVER_LABEL, name).list().getItems();
  }

  /** Of all containers of all Pods. */
  int restarts() {
    return pods().stream().map(Pod::getStatus).mapToInt(status ->
        status.getContainerStatuses().stream().mapToInt(container -> container.getRestartCount()).sum()
            + status.getInitContainerStatuses().stream().mapToInt(container -> container.getRestartCount()).sum()).sum();
  }
}

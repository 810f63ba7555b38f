package dev.ollakeep.operator.chaos;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Does in one namespace what Kubernetes' own would, which a lone API server lacks. */
record GarbageCollector(KubernetesClient client, String namespace) {

  /** Deletes whatever anybody owns; true when there was nothing. */
  boolean collectAll() {
    var owned = new EndState(client, namespace).owned();
    owned.forEach(this::delete);
    return owned.isEmpty();
  }

  /** Deletes what belongs to an earlier server: an operator that was slow to hear of its end may have made it since. */
  void collectOrphans(String uid) {
    new EndState(client, namespace).owned().stream()
        .filter(object -> object.getMetadata().getOwnerReferences().stream()
            .anyMatch(owner -> owner.getKind().equals("OllamaServer") && !owner.getUid().equals(uid)))
        .forEach(this::delete);
  }

  private void delete(HasMetadata object) {
    client.resource(object).inNamespace(namespace).withGracePeriod(0).delete();
  }
}

package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.names.Component;
import dev.ollakeep.operator.names.ServerIdentity;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One of our Secrets as it shall be.
 *
 * <p>Data and everything under {@code ollakeep.dev/} is exactly what is said here; labels, annotations and owners that
 * others added stay.
 *
 * @param server the owner
 * @param component what the Secret is for
 * @param annotations ours, apart from the layout's version
 */
record SecretDraft(ServerIdentity server, Component component, Map<String, String> annotations, SecretData data) {

  private static final String PREFIX = "ollakeep.dev/";

  /** A Secret to be created. */
  Secret create(String name, String type) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(server.namespace())
        .withLabels(server.labels(component))
        .withAnnotations(annotationsOver(Map.of()))
        .withOwnerReferences(server.ownerReference())
        .endMetadata()
        .withType(type)
        .withData(data.wire())
        .build();
  }

  /** The Secret that was seen, changed; its type cannot change. */
  Secret update(Secret seen) {
    return new SecretBuilder(seen)
        .editMetadata()
        .withLabels(labelsOver(Held.labels(seen)))
        .withAnnotations(annotationsOver(Held.annotations(seen)))
        .withOwnerReferences(owners(seen))
        .withManagedFields(List.of())
        .endMetadata()
        .withData(data.wire())
        .build();
  }

  /** True when an update would change something. */
  boolean differsFrom(Secret seen) {
    return !data.equals(SecretData.of(seen))
        || !labelsOver(Held.labels(seen)).equals(Held.labels(seen))
        || !annotationsOver(Held.annotations(seen)).equals(Held.annotations(seen))
        || !owners(seen).equals(seen.getMetadata().getOwnerReferences());
  }

  private Map<String, String> labelsOver(Map<String, String> seen) {
    var all = new TreeMap<>(seen);
    all.putAll(server.labels(component));
    return all;
  }

  private Map<String, String> annotationsOver(Map<String, String> seen) {
    var all = new TreeMap<>(seen);
    all.keySet().removeIf(key -> key.startsWith(PREFIX));
    all.putAll(annotations);
    all.put(Held.LAYOUT_ANNOTATION, Held.LAYOUT);
    return all;
  }

  private List<OwnerReference> owners(Secret seen) {
    var owners = new ArrayList<>(seen.getMetadata().getOwnerReferences());
    owners.replaceAll(owner -> owner.getUid().equals(server.uid()) ? server.ownerReference() : owner);
    return owners;
  }
}

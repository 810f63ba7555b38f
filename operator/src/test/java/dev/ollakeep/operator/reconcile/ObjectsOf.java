package dev.ollakeep.operator.reconcile;

import dev.ollakeep.operator.resources.Child;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Everything that lies in a namespace under a server's label, by {@code Kind/name}. */
final class ObjectsOf {

  private ObjectsOf() {}

  static SortedMap<String, HasMetadata> server(KubernetesClient client, String namespace, String name) {
    var types = new ArrayList<Class<? extends HasMetadata>>();
    types.add(Secret.class);
    for (var child : Child.values()) {
      if (child != Child.CERTIFICATE) {
        types.add(child.type());
      }
    }
    var objects = new TreeMap<String, HasMetadata>();
    for (var type : types) {
      client.resources(type).inNamespace(namespace).withLabel("ollakeep.dev/server", name).list().getItems()
          .forEach(object -> objects.put(object.getKind() + "/" + object.getMetadata().getName(), object));
    }
    return objects;
  }

  /** Which version each object has: equal maps mean that nothing was written. */
  static Map<String, String> versions(KubernetesClient client, String namespace, String name) {
    var versions = new TreeMap<String, String>();
    server(client, namespace, name).forEach((key, object) -> versions.put(key, object.getMetadata().getResourceVersion()));
    return versions;
  }
}

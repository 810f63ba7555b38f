package dev.ollakeep.operator.names;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Map;

/**
 * Who the server is, as far as its Secrets must say so.
 *
 * <p>A server of the same name made later has another UID: the objects of its predecessor are not its own.
 */
public record ServerIdentity(String name, String namespace, String uid, String apiVersion, String kind) {

  public static ServerIdentity of(OllamaServer server) {
    var meta = server.getMetadata();
    return new ServerIdentity(
        meta.getName(), meta.getNamespace(), meta.getUid(), server.getApiVersion(), server.getKind());
  }

  /**
   * Makes the server the controller of an object, which then disappears with it. Without {@code blockOwnerDeletion}: where that is
   * enforced, as on OpenShift, it takes a permission on finalizers, and nothing here must delay a deletion.
   */
  public OwnerReference ownerReference() {
    return new OwnerReferenceBuilder()
        .withApiVersion(apiVersion)
        .withKind(kind)
        .withName(name)
        .withUid(uid)
        .withController(true)
        .build();
  }

  public Map<String, String> labels(Component component) {
    return Labels.of(name, component.text());
  }

  /**
   * Ours is what says both that it belongs to this very server and what it is for; a name proves nothing. The label with the
   * server's name may be gone: then only the caches do not see the object, and it gets the label again.
   */
  public boolean owns(HasMetadata object, String component) {
    var owners = object.getMetadata().getOwnerReferences();
    var labels = object.getMetadata().getLabels();
    return owners != null && owners.stream().anyMatch(owner -> uid.equals(owner.getUid()))
        && labels != null && component.equals(labels.get(Labels.COMPONENT));
  }
}

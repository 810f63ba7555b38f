package dev.ollakeep.operator.names;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;

/**
 * Which objects belong to a server: those that carry its UID as owner and the component's label, both.
 *
 * <p>A name alone proves nothing, and neither does a label: anybody may write one.
 */
public final class Ownership {

  /** Of every apply: what it owns and no longer sends, the API server removes. */
  public static final String FIELD_MANAGER = "ollakeep";

  private Ownership() {}

  /** Metadata of an object that is collected together with its server. */
  public static ObjectMeta owned(OllamaServer server, String name, String component) {
    return new ObjectMetaBuilder(unowned(server, name, component))
        .withOwnerReferences(ServerIdentity.of(server).ownerReference())
        .build();
  }

  /** Metadata of an object that outlives its server. */
  public static ObjectMeta unowned(OllamaServer server, String name, String component) {
    return new ObjectMetaBuilder()
        .withName(name)
        .withNamespace(server.getMetadata().getNamespace())
        .withLabels(Labels.of(server, component))
        .build();
  }

  /** Whether the object is the server's component of this name. */
  public static boolean holds(OllamaServer server, HasMetadata object, String component) {
    return ServerIdentity.of(server).owns(object, component);
  }

  /**
   * Whether the child is the server's; a model volume also when nobody owns it and our labels are on it: it was retained.
   *
   * <p>An owner that is not this server is never overlooked, so a namesake's volume is not taken over while it is deleted.
   */
  public static boolean holds(OllamaServer server, HasMetadata object, Child child) {
    var retained = child == Child.MODEL_VOLUME
        && labelled(server, object, child.component())
        && object.getMetadata().getOwnerReferences().isEmpty();
    return retained || holds(server, object, child.component());
  }

  private static boolean labelled(OllamaServer server, HasMetadata object, String component) {
    var labels = object.getMetadata().getLabels();
    return labels != null
        && component.equals(labels.get(Labels.COMPONENT))
        && server.getMetadata().getName().equals(labels.get(Labels.SERVER));
  }
}

package dev.ollakeep.operator.reconcile;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * One verb on one resource: what is asked of the API server, and granted by kubectl.
 *
 * @param namespace empty for all namespaces
 * @param subresource empty for the resource itself
 * @param name of the only object it is about; empty for all objects
 */
record Access(String namespace, String verb, String group, String resource, String subresource, String name)
    implements Comparable<Access> {

  private static final Comparator<Access> ORDER =
      Comparator.comparing(Access::namespace).thenComparing(Access::resourceText).thenComparing(Access::verb);

  /** Everything that the permission says, in a namespace or in all of them. */
  static Stream<Access> of(Permission permission, String namespace) {
    return permission.verbs().stream()
        .map(verb -> new Access(namespace, verb, permission.group(), permission.resource(), permission.subresource(), ""));
  }

  /** What the framework's leader election does with its Lease; it refuses to start without. */
  static Stream<Access> toLease(String namespace, String name) {
    return Stream.concat(
        Stream.of("get", "update", "patch").map(verb -> new Access(namespace, verb, "coordination.k8s.io", "leases", "", name)),
        // A name that does not exist yet cannot be authorized.
        Stream.of(new Access(namespace, "create", "coordination.k8s.io", "leases", "", "")));
  }

  SelfSubjectAccessReview review() {
    return new SelfSubjectAccessReviewBuilder()
        .withNewSpec()
        .withNewResourceAttributes()
        .withGroup(group)
        .withResource(resource)
        .withSubresource(subresource)
        .withName(name)
        .withVerb(verb)
        .withNamespace(namespace)
        .endResourceAttributes()
        .endSpec()
        .build();
  }

  /** The resource as kubectl takes it. */
  String resourceText() {
    return resource + (group.isEmpty() ? "" : "." + group) + (subresource.isEmpty() ? "" : "/" + subresource);
  }

  String words() {
    return verb + " " + resourceText() + (namespace.isEmpty() ? " in all namespaces" : " in namespace " + namespace);
  }

  @Override
  public int compareTo(Access other) {
    return ORDER.compare(this, other);
  }
}

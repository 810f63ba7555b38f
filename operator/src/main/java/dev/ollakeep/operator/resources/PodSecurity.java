package dev.ollakeep.operator.resources;

import dev.ollakeep.api.v1alpha1.Resources;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;

/**
 * The restricted Pod Security Standard, and a read-only root file system on top.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/security/pod-security-standards/">Pod Security Standards</a>
 */
final class PodSecurity {

  /** The group of every volume: the model volume for Ollama, hashes and configuration for the proxy. */
  static final long VOLUME_GROUP = 1000;

  private PodSecurity() {}

  static PodSecurityContext pod() {
    return new PodSecurityContextBuilder()
        .withRunAsNonRoot(true)
        .withFsGroup(VOLUME_GROUP)
        // Changing the owner of every file of a volume of models takes minutes at each start.
        .withFsGroupChangePolicy("OnRootMismatch")
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .build();
  }

  /** A user of its own per container: neither can read the other's memory or signal it. */
  static SecurityContext container(long uid) {
    return new SecurityContextBuilder()
        .withRunAsNonRoot(true)
        .withRunAsUser(uid)
        .withRunAsGroup(uid)
        .withReadOnlyRootFilesystem(true)
        .withAllowPrivilegeEscalation(false)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .build();
  }

  /** As asked for, in canonical quantities; null when nothing was asked for, since an empty object is never settled. */
  static ResourceRequirements resources(Resources asked) {
    if (asked.requests().isEmpty() && asked.limits().isEmpty()) {
      return null;
    }
    return new ResourceRequirementsBuilder()
        .withRequests(CanonicalQuantity.of(asked.requests()))
        .withLimits(CanonicalQuantity.of(asked.limits()))
        .build();
  }
}

package dev.ollakeep.operator.reconcile;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.ExitCode;
import dev.ollakeep.operator.StartupFailure;
import dev.ollakeep.operator.resources.ProbeMode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds out before anything starts what would make it fail later, and says how to mend it. */
public final class StartupChecks {

  private final KubernetesClient client;
  private final Set<String> namespaces;
  private final List<Permission> permissions;

  /**
   * Checks for an operator with such settings.
   *
   * @param namespaces to be watched; none means all
   * @param probing how it asks pods
   */
  public StartupChecks(KubernetesClient client, Set<String> namespaces, ProbeMode probing) {
    this.client = client;
    this.namespaces = namespaces;
    this.permissions = Permission.neededBy(probing);
  }

  /**
   * Passes, or says what is missing.
   *
   * @throws StartupFailure with the exit code and the remedy
   */
  public void run() {
    apiServerAnswers();
    crdIsInstalled();
    everythingIsPermitted();
  }

  private void apiServerAnswers() {
    try {
      client.getKubernetesVersion();
    } catch (KubernetesClientException failure) {
      var why = failure.getCode() <= 0 ? "does not answer" : "answers " + failure.getCode();
      throw new StartupFailure(ExitCode.API_UNREACHABLE,
          "The API server at %s %s. Check with: kubectl cluster-info (the operator uses the same KUBECONFIG, or its service account)"
              .formatted(client.getMasterUrl(), why));
    }
  }

  private void crdIsInstalled() {
    var apiVersion = HasMetadata.getApiVersion(OllamaServer.class);
    var plural = HasMetadata.getPlural(OllamaServer.class);
    var resources = client.getApiResources(apiVersion);
    var isServed = resources != null && resources.getResources().stream().anyMatch(it -> it.getName().equals(plural));
    if (!isServed) {
      throw new StartupFailure(ExitCode.CRD_MISSING,
          "The cluster does not serve %s of %s. Install it with: kubectl apply --server-side -f crds/%s-v1.yml"
              .formatted(plural, apiVersion, HasMetadata.getFullResourceName(OllamaServer.class)));
    }
  }

  private void everythingIsPermitted() {
    Collection<String> places = namespaces.isEmpty() ? List.of("") : namespaces;
    var missing = new TreeSet<String>();
    for (var place : places) {
      permissions.parallelStream()
          .flatMap(permission -> permission.verbs().stream().map(verb -> review(permission, verb, place)))
          .filter(review -> !isAllowed(review))
          .forEach(review -> {
            synchronized (missing) {
              missing.add(words(review));
            }
          });
    }
    if (!missing.isEmpty()) {
      throw new StartupFailure(ExitCode.FORBIDDEN,
          ("Permissions are missing: %s. Grant them to the operator's service account, or watch fewer namespaces;"
                  + " check with: kubectl auth can-i --list")
              .formatted(String.join("; ", missing)));
    }
  }

  private boolean isAllowed(SelfSubjectAccessReview review) {
    try {
      return Boolean.TRUE.equals(client.resource(review).create().getStatus().getAllowed());
    } catch (KubernetesClientException failure) {
      throw new StartupFailure(ExitCode.API_UNREACHABLE, "The API server did not say what is permitted: HTTP " + failure.getCode());
    }
  }

  private static SelfSubjectAccessReview review(Permission permission, String verb, String namespace) {
    return new SelfSubjectAccessReviewBuilder()
        .withNewSpec()
        .withNewResourceAttributes()
        .withGroup(permission.group())
        .withResource(permission.resource())
        .withSubresource(permission.subresource())
        .withVerb(verb)
        .withNamespace(namespace)
        .endResourceAttributes()
        .endSpec()
        .build();
  }

  private static String words(SelfSubjectAccessReview review) {
    var attributes = review.getSpec().getResourceAttributes();
    var resource = attributes.getSubresource().isEmpty()
        ? attributes.getResource()
        : attributes.getResource() + "/" + attributes.getSubresource();
    var group = attributes.getGroup().isEmpty() ? "" : "." + attributes.getGroup();
    var place = attributes.getNamespace().isEmpty() ? "in all namespaces" : "in namespace " + attributes.getNamespace();
    return attributes.getVerb() + " " + resource + group + " " + place;
  }
}

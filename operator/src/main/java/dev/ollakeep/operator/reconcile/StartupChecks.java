package dev.ollakeep.operator.reconcile;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.configuration.OperatorConfig;
import dev.ollakeep.operator.process.ExitCode;
import dev.ollakeep.operator.process.StartupFailure;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReview;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds out before anything starts what would make it fail later, and says how to mend it. */
public final class StartupChecks {

  private final KubernetesClient client;
  private final OperatorConfig config;

  /** Checks for an operator with such settings. */
  public StartupChecks(KubernetesClient client, OperatorConfig config) {
    this.client = client;
    this.config = config;
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
      throw new StartupFailure(ExitCode.API_UNREACHABLE,
          "The API server at %s %s. Check with: kubectl cluster-info (the operator uses the same KUBECONFIG, or its service account)"
              .formatted(client.getMasterUrl(), answer(failure)));
    }
  }

  private void crdIsInstalled() {
    var apiVersion = HasMetadata.getApiVersion(OllamaServer.class);
    var plural = HasMetadata.getPlural(OllamaServer.class);
    if (!isServed(apiVersion, plural)) {
      throw new StartupFailure(ExitCode.CRD_MISSING,
          "The cluster does not serve %s of %s. Install it with: kubectl apply --server-side -f crds/%s-v1.yml"
              .formatted(plural, apiVersion, HasMetadata.getFullResourceName(OllamaServer.class)));
    }
  }

  private boolean isServed(String apiVersion, String plural) {
    try {
      var resources = client.getApiResources(apiVersion);
      return resources != null && resources.getResources().stream().anyMatch(it -> it.getName().equals(plural));
    } catch (KubernetesClientException failure) {
      throw new StartupFailure(ExitCode.API_UNREACHABLE,
          "The API server %s when asked what it serves. Check with: kubectl api-resources".formatted(answer(failure)));
    }
  }

  private void everythingIsPermitted() {
    var missing = needed().parallel().filter(access -> !isAllowed(access)).collect(Collectors.toCollection(TreeSet::new));
    if (!missing.isEmpty()) {
      throw new StartupFailure(ExitCode.FORBIDDEN, forbidden(missing));
    }
  }

  private Stream<Access> needed() {
    var places = config.namespaces().isEmpty() ? List.of("") : List.copyOf(config.namespaces());
    var work = places.stream().flatMap(place ->
        Permission.neededBy(config.defaults().probing().mode()).stream().flatMap(permission -> Access.of(permission, place)));
    var lease = config.leaderElection()
        ? Access.toLease(config.defaults().self().namespace(), Leadership.LEASE)
        : Stream.<Access>empty();
    // One list: a stream of streams would ask one after the other.
    return Stream.concat(work, lease).toList().stream();
  }

  private boolean isAllowed(Access access) {
    try {
      return Boolean.TRUE.equals(client.resource(access.review()).create().getStatus().getAllowed());
    } catch (KubernetesClientException failure) {
      throw new StartupFailure(ExitCode.API_UNREACHABLE,
          "The API server %s when asked what is permitted. Check with: kubectl auth can-i --list".formatted(answer(failure)));
    }
  }

  private static String answer(KubernetesClientException failure) {
    return failure.getCode() <= 0 ? "does not answer" : "answers " + failure.getCode();
  }

  private String forbidden(SortedSet<Access> missing) {
    var user = user();
    return "%s lacks permissions: %s. Install the roles of the chart or the manifest, or grant these with: %s"
        .formatted(
            user.isEmpty() ? "The operator's account" : user,
            missing.stream().map(Access::words).collect(Collectors.joining("; ")),
            GrantCommands.of(missing, user));
  }

  /** Who the API server takes this process for; empty when it does not say. */
  private String user() {
    try {
      return client.resource(new SelfSubjectReview()).create().getStatus().getUserInfo().getUsername();
    } catch (KubernetesClientException unsaid) {
      return "";
    }
  }
}

package dev.ollakeep.operator.reconcile;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.credentials.CredentialStep;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;

/**
 * Writes credential Secrets, one step at a time.
 *
 * <p>Never applies: a creation is a POST, a change a PUT of the version that was seen. Whoever loses a race looks again.
 */
final class CredentialWriter {

  private final KubernetesClient client;

  CredentialWriter(KubernetesClient client) {
    this.client = client;
  }

  /** True when the step was done; false when somebody was faster and the world must be observed again. */
  boolean execute(OllamaServer server, CredentialStep step) {
    var namespace = server.getMetadata().getNamespace();
    try {
      if (step instanceof CredentialStep.Create create) {
        on(namespace, create.desired()).create();
      } else if (step instanceof CredentialStep.Update update) {
        on(namespace, update.desired()).update();
      } else if (step instanceof CredentialStep.Delete delete) {
        client.secrets().inNamespace(namespace).withName(delete.secretName()).lockResourceVersion(delete.resourceVersion()).delete();
      }
      return true;
    } catch (KubernetesClientException failure) {
      if (isLostRace(failure)) {
        return false;
      }
      throw new ApiFailure("writing Secret " + namespace + "/" + step.secretName(), failure);
    }
  }

  private Resource<Secret> on(String namespace, Secret desired) {
    return client.secrets().inNamespace(namespace).resource(desired);
  }

  /** A creation whose answer was lost conflicts with itself when it is repeated: to look again is right there, too. */
  private static boolean isLostRace(KubernetesClientException failure) {
    return failure.getCode() == HttpURLConnection.HTTP_CONFLICT || failure.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
  }
}

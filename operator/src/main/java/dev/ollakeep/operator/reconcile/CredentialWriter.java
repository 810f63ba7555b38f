package dev.ollakeep.operator.reconcile;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.credentials.CredentialStep;
import dev.ollakeep.operator.credentials.StepOutline;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.util.Optional;

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

  /**
   * What came of a step that the API server did not refuse.
   *
   * @param done false when somebody was faster and the world must be observed again
   * @param stored the Secret as the API server has it now; empty when there is none, or nothing was done
   */
  record Written(boolean done, Optional<Secret> stored) {
    /** Never what is stored. */
    @Override
    public String toString() {
      return done ? "done" : "outrun";
    }
  }

  /** Takes the step; what the API server refuses is thrown. */
  Written execute(OllamaServer server, CredentialStep step) {
    var namespace = server.getMetadata().getNamespace();
    try {
      return new Written(true, write(namespace, step));
    } catch (KubernetesClientException failure) {
      if (isLostRace(failure)) {
        return new Written(false, Optional.empty());
      }
      throw ApiFailure.quotingNothingOf(StepOutline.sent(step), "writing Secret " + namespace + "/" + step.secretName(), failure);
    }
  }

  private Optional<Secret> write(String namespace, CredentialStep step) {
    if (step instanceof CredentialStep.Create create) {
      return Optional.of(on(namespace, create.desired()).create());
    }
    if (step instanceof CredentialStep.Update update) {
      return Optional.of(on(namespace, update.desired()).update());
    }
    var delete = (CredentialStep.Delete) step;
    client.secrets().inNamespace(namespace).withName(delete.secretName()).lockResourceVersion(delete.resourceVersion()).delete();
    return Optional.empty();
  }

  private Resource<Secret> on(String namespace, Secret desired) {
    return client.secrets().inNamespace(namespace).resource(desired);
  }

  /** A creation whose answer was lost conflicts with itself when it is repeated: to look again is right there, too. */
  private static boolean isLostRace(KubernetesClientException failure) {
    return failure.getCode() == HttpURLConnection.HTTP_CONFLICT || failure.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
  }
}

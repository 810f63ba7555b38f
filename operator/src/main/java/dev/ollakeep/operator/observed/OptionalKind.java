package dev.ollakeep.operator.observed;

import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.words.Complaint;
import dev.ollakeep.operator.words.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/**
 * A kind of child that only some clusters serve.
 *
 * <p>Where it is missing, objects of it are complained about and the rest of the server goes on; when it arrives it is watched, and what
 * is no longer called for is deleted. All of that follows from its row here: nothing else knows which kinds are optional.
 *
 * @param child of which kind; its type tells the API and the plural
 * @param provider what brings the API into a cluster, as users call it and {@code render --assume} takes it
 * @param missing the reason to give where the API is not served
 * @param instead what users may do who do not install the provider
 */
public record OptionalKind(Child child, String provider, Reason missing, String instead) {

  /** Kinds that are not here every cluster serves. */
  public static final List<OptionalKind> ALL = List.of(
      new OptionalKind(Child.CERTIFICATE, "cert-manager", Reason.CERT_MANAGER_NOT_INSTALLED,
          "put a certificate into a Secret and name it in spec.tls.secretName"));

  /** The API, as {@code group/version}. */
  public String api() {
    return HasMetadata.getApiVersion(child.type());
  }

  /** What its objects are called in the API's paths. */
  public String plural() {
    return HasMetadata.getPlural(child.type());
  }

  /** What stands in the way where the API is not served. */
  public Complaint absence() {
    return new Complaint(missing, "the cluster does not serve " + api() + ": install " + provider + ", or " + instead);
  }

  /** Why nothing is known of its objects where nobody could tell whether the API is served. */
  public String doubt() {
    return "whether " + provider + " is installed could not be found out";
  }
}

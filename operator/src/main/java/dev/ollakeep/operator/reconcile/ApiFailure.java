package dev.ollakeep.operator.reconcile;

import io.fabric8.kubernetes.client.KubernetesClientException;

/**
 * A call to the API server that failed.
 *
 * <p>It says what was asked and what came back, and drops the original: a refusal may quote the values it refuses.
 */
final class ApiFailure extends RuntimeException {

  private final int code;

  ApiFailure(String what, KubernetesClientException failure) {
    this(what, reason(failure), failure);
  }

  private ApiFailure(String what, String answer, KubernetesClientException failure) {
    super(what + " failed: " + answer);
    this.code = failure.getCode();
    setStackTrace(failure.getStackTrace());
  }

  /** For an object that holds no secrets: the server's own words say best what is wrong. */
  static ApiFailure quoting(String what, KubernetesClientException failure) {
    var status = failure.getStatus();
    var words = status == null || status.getMessage() == null ? reason(failure) : status.getMessage();
    return new ApiFailure(what, words, failure);
  }

  /** True for a refusal that waiting alone will not mend. */
  boolean isRefusal() {
    return code == 400 || code == 403 || code == 422;
  }

  private static String reason(KubernetesClientException failure) {
    var status = failure.getStatus();
    var reason = status == null || status.getReason() == null ? "" : " " + status.getReason();
    // The client gives 0 or -1 when there was no answer.
    if (failure.getCode() > 0) {
      return "HTTP " + failure.getCode() + reason;
    }
    var cause = failure.getCause();
    return "no answer (" + (cause == null ? "unknown cause" : cause.getClass().getSimpleName()) + ")";
  }
}

package dev.ollakeep.operator.reconcile;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A call to the API server that failed.
 *
 * <p>It says what was asked and what came back, and drops the original: a refusal may quote the values it refuses.
 */
final class ApiFailure extends RuntimeException {

  /** What is shorter may stand in any sentence. */
  private static final int SHORTEST_SECRET = 8;
  private static final int LONGEST_ANSWER = 500;

  private final int code;
  private final String answer;

  ApiFailure(String what, KubernetesClientException failure) {
    this(what, reason(failure), failure);
  }

  private ApiFailure(String what, String answer, KubernetesClientException failure) {
    super(what + " failed: " + answer);
    this.code = failure.getCode();
    this.answer = answer;
    setStackTrace(failure.getStackTrace());
  }

  /** What the framework has wrapped: the outermost failure of a call, or where it began. */
  static Throwable originOf(Throwable failure) {
    var origin = failure;
    while (origin.getCause() != null && !(origin instanceof ApiFailure || origin instanceof KubernetesClientException)) {
      origin = origin.getCause();
    }
    return origin;
  }

  /** For an object that holds no secrets: the server's own words say best what is wrong. */
  static ApiFailure quoting(String what, KubernetesClientException failure) {
    return new ApiFailure(what, words(failure), failure);
  }

  /** For a Secret that was sent: the server's own words, unless they repeat anything that is in it. */
  static ApiFailure quotingNothingOf(Optional<Secret> sent, String what, KubernetesClientException failure) {
    var words = words(failure);
    return new ApiFailure(what, sent.filter(secret -> repeats(words, secret)).isPresent() ? reason(failure) : words, failure);
  }

  /** What the API server said, or that it said nothing. */
  String answer() {
    return answer;
  }

  /** Waiting alone will not mend it. */
  boolean lasts() {
    return code == 400 || code == 403 || code == 422;
  }

  /** The API server has said no; without an answer, or with one of somebody on the way, nobody knows. */
  boolean storedNothing() {
    return code >= 400 && code < 500;
  }

  private static boolean repeats(String words, Secret secret) {
    return Optional.ofNullable(secret.getData()).orElse(Map.of()).values().stream()
        .flatMap(value -> Stream.concat(Stream.of(value), new String(Base64.getDecoder().decode(value), UTF_8).lines()))
        .map(String::strip)
        .filter(text -> text.length() >= SHORTEST_SECRET)
        .anyMatch(words::contains);
  }

  private static String words(KubernetesClientException failure) {
    var status = failure.getStatus();
    var text = status == null || status.getMessage() == null || status.getMessage().isEmpty() ? reason(failure) : status.getMessage();
    return text.length() > LONGEST_ANSWER ? text.substring(0, LONGEST_ANSWER) + " ..." : text;
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

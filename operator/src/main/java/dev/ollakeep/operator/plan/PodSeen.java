package dev.ollakeep.operator.plan;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Set;

/**
 * One pod of the server and what its internal listener answered.
 *
 * @param pod the object
 * @param auth the credential revision that its proxy reads
 * @param config the configuration that its proxy runs
 * @param attack what came of trying to get in without a credential
 */
public record PodSeen(Pod pod, AuthAnswer auth, ConfigAnswer config, AttackAnswer attack) {

  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  /** All its containers have ended for good: it serves nobody, and its address may be another pod's. */
  public static boolean hasEnded(Pod pod) {
    return pod.getStatus() != null && ENDED.contains(String.valueOf(pod.getStatus().getPhase()));
  }

  /** What {@code /auth-revision} said. */
  public sealed interface AuthAnswer {
    /** Every later login of this pod sees this revision or a newer one; it only grows. */
    record Revision(long revision) implements AuthAnswer {}

    /** Nothing listens there: the proxy has not started or has ended. */
    record Refused() implements AuthAnswer {}

    /** No answer, or one that made no sense. */
    record Silent(String why) implements AuthAnswer {}

    /** Asked through the API server, which did not pass the question on. */
    record Barred(Bar bar) implements AuthAnswer {}

    /** What keeps the API server from passing a question on to a pod. */
    enum Bar {
      /** The operator may not use the API server's pod proxy. */
      FORBIDDEN,
      /** The API server gets no connection, or no answer in time. */
      NO_WAY
    }
  }

  /** What {@code /configz} said; versions are those of the proxy's ConfigMap, empty when there is none. */
  public sealed interface ConfigAnswer {
    record Versions(String live, String rejected) implements ConfigAnswer {}

    record Silent(String why) implements ConfigAnswer {}
  }

  /** What the operator got when it attacked the pod. */
  public sealed interface AttackAnswer {
    /** Every attempt was refused. */
    record Held() implements AttackAnswer {}

    /** An attempt got through; the text says which. */
    record Breached(String probe) implements AttackAnswer {}

    /** Not tried, or no answer. */
    record Untried() implements AttackAnswer {}
  }
}

package dev.ollakeep.operator.observed;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Set;

/**
 * One pod of the server, what its internal listener answered, and what Events tell of it.
 *
 * @param pod the object
 * @param auth the credential revision that its proxy reads
 * @param config the configuration that its proxy runs
 * @param attack what came of trying to get in without a credential
 * @param events what is told of a pod that its node does not set up
 */
public record PodSeen(Pod pod, AuthAnswer auth, ConfigAnswer config, AttackAnswer attack, EventsAnswer events) {

  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  /** One about whose Events nobody asked. */
  public PodSeen(Pod pod, AuthAnswer auth, ConfigAnswer config, AttackAnswer attack) {
    this(pod, auth, config, attack, new EventsAnswer.NotAsked());
  }

  /** The same with what Events tell. */
  public PodSeen with(EventsAnswer told) {
    return new PodSeen(pod, auth, config, attack, told);
  }

  /** All its containers have ended for good: it serves nobody, and its address may be another pod's. */
  public static boolean hasEnded(Pod pod) {
    return pod.getStatus() != null && ENDED.contains(String.valueOf(pod.getStatus().getPhase()));
  }

  /** It gets the requests of clients: Ready, and not about to end. */
  public boolean isServing() {
    return pod.getMetadata().getDeletionTimestamp() == null
        && pod.getStatus() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(condition -> "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
  }

  /** What {@code /auth-revision} said. */
  public sealed interface AuthAnswer {
    /** Every later login of this pod sees this revision or a newer one; it only grows. */
    record Revision(long revision) implements AuthAnswer {}

    /** Nothing listens there: the proxy has not started or has ended. */
    record NotListening() implements AuthAnswer {}

    /** No answer, or one that made no sense. */
    record Silent(String why) implements AuthAnswer {}

    /** Asked through the API server, which did not pass the question on. */
    record Unreachable(Cause cause) implements AuthAnswer {}

    /** What keeps the API server from passing a question on to a pod. */
    enum Cause {
      /** The operator may not use the API server's pod proxy. */
      FORBIDDEN,
      /** The API server gets no connection, or no answer in time. */
      NO_CONNECTION
    }
  }

  /** What {@code /configz} said; versions are those of the proxy's ConfigMap, empty when there is none. */
  public sealed interface ConfigAnswer {
    record Versions(String live, String rejected) implements ConfigAnswer {}

    record Silent(String why) implements ConfigAnswer {}
  }

  /** What the operator got when it attacked the pod. */
  public sealed interface AttackAnswer {
    /** The proxy refused every attempt, and Ollama's own port gave no answer of Ollama's. */
    record Withstood() implements AttackAnswer {}

    /** An attempt got through; the text says which. */
    record Breached(String probe) implements AttackAnswer {}

    /** Not tried, or without an answer that is surely the pod's. */
    record Untried() implements AttackAnswer {}
  }

  /** What Events of the pod tell. */
  public sealed interface EventsAnswer {
    /** In no order. */
    record Told(List<PodEvent> events) implements EventsAnswer {}

    /** The pod's status says all that there is to know, or they could not be read this time. */
    record NotAsked() implements EventsAnswer {}

    /** The operator may not read them. */
    record Forbidden() implements EventsAnswer {}
  }
}

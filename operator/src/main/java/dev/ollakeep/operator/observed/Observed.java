package dev.ollakeep.operator.observed;

import dev.ollakeep.operator.names.Child;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that was seen of one server and around it, at one moment.
 *
 * @param children what lies under each child's name, whoever owns it
 * @param secrets Secrets by name: those {@link Needs} asks for, and every Secret that carries the server's label
 * @param existingClaim the claim that {@code storage.claimName} names, when it names one
 * @param pods the server's pods, by name
 * @param cluster what is around
 * @param serverVersion Ollama's version as the public listener told the operator's own user, if asked and answered
 * @param contests what became of the operator's writes to children, of those it remembers
 * @param secretContests the same of its Secrets, by name
 */
public record Observed(
    Map<Child, Seen<HasMetadata>> children,
    Map<String, Seen<Secret>> secrets,
    Seen<PersistentVolumeClaim> existingClaim,
    List<PodSeen> pods,
    Cluster cluster,
    Optional<String> serverVersion,
    Map<Child, Contest> contests,
    Map<String, SecretContest> secretContests) {

  /** What lies under the child's name; Unknown when nobody looked. */
  public Seen<HasMetadata> child(Child child) {
    return children.getOrDefault(child, Seen.unknown("not observed"));
  }

  /** The Secret of this name; Unknown when nobody looked. */
  public Seen<Secret> secret(String name) {
    return secrets.getOrDefault(name, Seen.unknown("not observed"));
  }

  /** What became of the operator's writes to the child, if it remembers any. */
  public Optional<Contest> contest(Child child) {
    return Optional.ofNullable(contests.get(child));
  }

  /** What became of the operator's writes to the Secret of this name, if it remembers any. */
  public Optional<SecretContest> secretContest(String name) {
    return Optional.ofNullable(secretContests.get(name));
  }
}

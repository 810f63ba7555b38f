package dev.ollakeep.operator.plan;

import dev.ollakeep.api.v1alpha1.OllamaServerStatus;
import dev.ollakeep.operator.children.Verdict;
import dev.ollakeep.operator.credentials.CredentialStep;
import dev.ollakeep.operator.status.Findings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything one reconcile shall do, decided before anything is written.
 *
 * <p>A credential step goes first and alone: after it the world is observed again and a new plan made. Children follow
 * in order, then touches, status, and the events that tell what changed in it.
 *
 * @param children one verdict for every {@link dev.ollakeep.operator.names.Child}, in apply order
 * @param credentialStep at most one write to one credential Secret
 * @param rotation where rotations stand
 * @param touches pods whose volumes lag
 * @param findings what is to be said about the server, and everything that is not as it was asked for
 * @param status the whole status; written only when it differs
 * @param wakeUp when to look again although nothing changed; empty means only on a change
 */
public record Plan(
    List<Verdict> children,
    Optional<CredentialStep> credentialStep,
    RotationState rotation,
    List<Touch> touches,
    Findings findings,
    OllamaServerStatus status,
    Optional<Duration> wakeUp) {

  /** What was found absent may be there by now, and no watch tells. */
  public boolean doubtsAbsences() {
    return Recheck.mendedUnseen(findings.complaints());
  }
}

package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.status.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What shall be done about credentials now, and where they stand.
 *
 * @param step at most one write
 * @param users everybody's progress, by name, the operator's own user included
 * @param propagation which pods have the newest revision
 * @param lastRotationTime when a secret was last published
 * @param wakeAt when something becomes due without any change
 * @param stalled why the whole server stands still; empty when it does not
 */
public record Decision(
    Optional<CredentialStep> step,
    List<UserProgress> users,
    Propagation propagation,
    Optional<Instant> lastRotationTime,
    Optional<Instant> wakeAt,
    List<Stall> stalled) {

  public Decision {
    users = List.copyOf(users);
    stalled = List.copyOf(stalled);
  }

  /** The least advanced user's phase. */
  public RotationPhase phase() {
    return users.stream().map(UserProgress::phase).min(RotationPhase::compareTo).orElse(RotationPhase.STABLE);
  }

  /** When the first of the users in that phase entered it; empty when nothing is in flight, or nothing tells. */
  public Optional<Instant> phaseSince() {
    return users.stream()
        .filter(user -> user.phase() == phase())
        .flatMap(user -> user.phaseSince().stream())
        .min(Instant::compareTo);
  }

  /** A Secret of the server was written by a version that lays it out differently: nothing about the server may change. */
  public Optional<Stall> otherLayout() {
    return stalled.stream().filter(stall -> stall.reason() == Reason.UNSUPPORTED_LAYOUT).findFirst();
  }

  /** The revision of the proxies' Secret as it is now; 0 before there is one. */
  public long revision() {
    return propagation.revision();
  }
}

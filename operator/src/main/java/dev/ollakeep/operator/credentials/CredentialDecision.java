package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.words.Complaint;
import dev.ollakeep.operator.words.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What shall be done about credentials now, and where they stand.
 *
 * @param step at most one write
 * @param users everybody's progress, by name, the operator's own user included
 * @param propagation which pods have the newest revision
 * @param lastRotationTime when a secret was last published
 * @param wakeAt when something becomes due without any change
 * @param stalled why the whole server, or a write that is due, stands still; empty when nothing does
 * @param hindrances those of them by which something is not in force that was asked for
 * @param alterations Secrets that the cluster's admission changes in what nothing rests on
 */
public record CredentialDecision(
    Optional<CredentialStep> step,
    List<UserProgress> users,
    Propagation propagation,
    Optional<Instant> lastRotationTime,
    Optional<Instant> wakeAt,
    List<Complaint> stalled,
    List<Complaint> hindrances,
    List<String> alterations) {

  public CredentialDecision {
    users = List.copyOf(users);
    stalled = List.copyOf(stalled);
    hindrances = List.copyOf(hindrances);
    alterations = List.copyOf(alterations);
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
  public Optional<Complaint> otherLayout() {
    return stalled.stream().filter(stall -> stall.reason() == Reason.UNSUPPORTED_LAYOUT).findFirst();
  }

  /** What a person must mend before credentials can go on: of the whole server, or of a user whose Secret cannot be written. */
  public List<Complaint> stalls() {
    var ofUsers = users.stream()
        .flatMap(user -> user.problem().stream())
        .filter(problem -> problem.reason() == Reason.NAME_CONFLICT || problem.reason() == Reason.IMMUTABLE_SECRET);
    return Stream.concat(stalled.stream(), ofUsers).toList();
  }

  /** Everything about credentials that is not as it was asked for; a user who may not log in lacks none. */
  public List<Complaint> complaints() {
    var ofUsers = users.stream().filter(user -> user.user().state() == UserState.ACTIVE).flatMap(user -> user.problem().stream());
    return Stream.concat(stalls().stream(), ofUsers).distinct().toList();
  }

  /** The revision of the proxies' Secret as it is now; 0 before there is one. */
  public long revision() {
    return propagation.revision();
  }
}

package dev.ollakeep.operator.status;

import static dev.ollakeep.operator.status.ConditionType.STALLED;

import dev.ollakeep.operator.credentials.Stall;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A person must act; the condition exists only while that is so. */
final class Stalled {

  private Stalled() {}

  static Optional<Finding> of(Situation situation) {
    var unreadable = situation.subject().unreadable();
    if (unreadable.filter(what -> what.reason() == Reason.INVALID_SPEC).isPresent()) {
      return Optional.of(Finding.yes(STALLED, Reason.INVALID_SPEC,
          unreadable.get().message() + "; nothing is changed: correct the field, or run the version of the operator that knows it"));
    }
    var stalls = Stream.concat(credentials(situation), conflicts(situation)).toList();
    if (stalls.isEmpty()) {
      return Optional.empty();
    }
    var all = stalls.stream().map(Stall::message).distinct().collect(Collectors.joining("; "));
    return Optional.of(Finding.yes(STALLED, stalls.get(0).reason(), all));
  }

  private static Stream<Stall> credentials(Situation situation) {
    var ofUsers = situation.decision().users().stream()
        .flatMap(user -> user.problem().stream())
        .filter(problem -> problem.reason() == Reason.NAME_CONFLICT || problem.reason() == Reason.IMMUTABLE_SECRET)
        .map(problem -> new Stall(problem.reason(), problem.message()));
    return Stream.concat(situation.decision().stalled().stream(), ofUsers);
  }

  private static Stream<Stall> conflicts(Situation situation) {
    return situation.children().conflicts().stream().map(obstacle -> new Stall(obstacle.reason(), obstacle.message()));
  }
}

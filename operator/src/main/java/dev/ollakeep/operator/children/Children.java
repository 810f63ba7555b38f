package dev.ollakeep.operator.children;

import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.words.Complaint;
import dev.ollakeep.operator.words.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes of every child, and what stands in the way of those that are kept.
 *
 * @param verdicts one for every child, in apply order
 * @param obstacles by child; every Keep of something that is wanted has one
 */
public record Children(List<Verdict> verdicts, Map<Child, Complaint> obstacles) {

  public Children {
    verdicts = List.copyOf(verdicts);
    obstacles = Map.copyOf(obstacles);
  }

  public Optional<Complaint> obstacle(Child child) {
    return Optional.ofNullable(obstacles.get(child));
  }

  /** The child as it is wanted; empty when it is not, or may not be written. */
  public <T extends HasMetadata> Optional<T> desired(Child child, Class<T> type) {
    return verdicts.stream()
        .filter(verdict -> verdict.child() == child)
        .flatMap(verdict -> desired(verdict).stream())
        .map(type::cast)
        .findFirst();
  }

  /** Whether the child is to be as the plan says, now or a little later. */
  public boolean isWanted(Child child) {
    return verdicts.stream().anyMatch(verdict -> verdict.child() == child && desired(verdict).isPresent());
  }

  private static Optional<HasMetadata> desired(Verdict verdict) {
    if (verdict instanceof Verdict.Want want) {
      return Optional.of(want.desired());
    }
    return verdict instanceof Verdict.Defer defer ? Optional.of(defer.desired()) : Optional.empty();
  }

  /** Objects of our names that belong to somebody else, in apply order. */
  public List<Complaint> conflicts() {
    return verdicts.stream()
        .flatMap(verdict -> obstacle(verdict.child()).stream())
        .filter(obstacle -> obstacle.reason() == Reason.NAME_CONFLICT)
        .toList();
  }
}

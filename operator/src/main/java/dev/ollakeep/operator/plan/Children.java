package dev.ollakeep.operator.plan;

import dev.ollakeep.operator.resources.Child;
import dev.ollakeep.operator.status.Reason;
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
public record Children(List<Verdict> verdicts, Map<Child, Obstacle> obstacles) {

  public Children {
    verdicts = List.copyOf(verdicts);
    obstacles = Map.copyOf(obstacles);
  }

  public Optional<Obstacle> obstacle(Child child) {
    return Optional.ofNullable(obstacles.get(child));
  }

  /** The child as it is wanted; empty when it is not, or may not be written. */
  public <T extends HasMetadata> Optional<T> desired(Child child, Class<T> type) {
    return verdicts.stream()
        .filter(verdict -> verdict.child() == child && verdict instanceof Verdict.Want)
        .map(verdict -> type.cast(((Verdict.Want) verdict).desired()))
        .findFirst();
  }

  /** Objects of our names that belong to somebody else, in apply order. */
  public List<Obstacle> conflicts() {
    return verdicts.stream()
        .flatMap(verdict -> obstacle(verdict.child()).stream())
        .filter(obstacle -> obstacle.reason() == Reason.NAME_CONFLICT)
        .toList();
  }

  /** Whether something was decided without having been seen, so that it must be looked at again. */
  public boolean blind() {
    return obstacles.values().stream().anyMatch(obstacle -> obstacle.reason() == Reason.NOT_OBSERVED);
  }
}

package dev.ollakeep.operator.reconcile;

import dev.ollakeep.operator.resources.Child;
import dev.ollakeep.operator.status.Refused;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Stream;

/**
 * What came of applying a plan.
 *
 * @param created what was made
 * @param deleted what was deleted, and not gone already
 * @param failures writes that were refused or failed
 * @param outdated true when an object was not as observed: observe and plan again
 */
record ApplyOutcome(SortedSet<Child> created, SortedSet<Child> deleted, List<ApiFailure> failures, boolean outdated) {

  /** What the API server will not take; what merely failed is tried again without a word. */
  Refused refused() {
    return new Refused(failures.stream().filter(ApiFailure::isRefusal).map(ApiFailure::getMessage).toList());
  }

  /**
   * Throws the first failure, carrying the others, so that the framework tries again ever slower.
   *
   * @param others failures of another kind of write, which say nothing about the objects of the plan
   */
  void throwIfIncomplete(List<ApiFailure> others) {
    var all = Stream.concat(failures.stream(), others.stream()).toList();
    if (!all.isEmpty()) {
      var first = all.get(0);
      all.stream().skip(1).forEach(first::addSuppressed);
      throw first;
    }
  }
}

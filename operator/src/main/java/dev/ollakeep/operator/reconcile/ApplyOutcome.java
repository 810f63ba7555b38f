package dev.ollakeep.operator.reconcile;

import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.status.Refused;
import dev.ollakeep.operator.words.Complaint;
import dev.ollakeep.operator.words.Reason;
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
record ApplyOutcome(SortedSet<Child> created, SortedSet<Child> deleted, List<Failure> failures, boolean outdated) {

  /**
   * A write that was refused or failed.
   *
   * @param again it failed the last time, too
   * @param hinders there is no such object, or it stays as it is and who gets to the server rests on it
   */
  record Failure(ApiFailure cause, boolean again, boolean hinders) {
    private Complaint complaint() {
      return new Complaint(Reason.CHILD_REFUSED, cause.getMessage());
    }
  }

  /** What the API server will not take, and what fails again and again; what merely failed once is tried again without a word. */
  Refused refused() {
    return new Refused(
        failures.stream().filter(failure -> failure.again() || failure.cause().lasts()).map(Failure::complaint).toList(),
        failures.stream().filter(Failure::hinders).map(Failure::complaint).toList());
  }

  /**
   * Throws the first failure, carrying the others, so that the framework tries again ever slower.
   *
   * @param others failures of another kind of write, which say nothing about the objects of the plan
   */
  void throwIfIncomplete(List<ApiFailure> others) {
    var all = Stream.concat(failures.stream().map(Failure::cause), others.stream()).toList();
    if (!all.isEmpty()) {
      var first = all.get(0);
      all.stream().skip(1).forEach(first::addSuppressed);
      throw first;
    }
  }
}

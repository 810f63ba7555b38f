package dev.ollakeep.operator.observed;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What became of the operator's writes to one of its Secrets.
 *
 * <p>Other than an object that is applied, a Secret is rarely written twice alike: what is compared is the outline of a write, and
 * what admission makes of labels for people concerns only writes that would do nothing but set them again.
 *
 * @param contest by the outlines of writes
 * @param altered labels for people that were stored otherwise than they were sent
 * @param askedAnew the resource asks for something else since the last write, which waits for no earlier one
 */
public record SecretContest(Contest contest, List<Difference> altered, boolean askedAnew) {

  private static final Duration ALTERED_AGAIN = Duration.ofMinutes(10);

  public SecretContest {
    altered = List.copyOf(altered);
  }

  /** A write of this outline is put off: the last was refused or undone. What is gone is made at once, unless it is that what recurs. */
  public boolean defers(Seen<HasMetadata> outline, boolean creates, Instant now) {
    return !askedAnew && (!creates || contest.isAboutExistence()) && contest.defers(outline, now);
  }

  /** The last write was not taken. */
  public boolean isRefused() {
    return contest.setbacks().stream().anyMatch(Setback::isRefusal);
  }

  /** A write that would change only these fields is put off: admission would only change them again. */
  public boolean wouldAlterAgain(Collection<Difference> changes, Instant now) {
    var fields = altered.stream().map(Difference::field).collect(Collectors.toSet());
    return isAltered(fields, changes) && !now.isBefore(contest.lastWrite()) && now.isBefore(contest.lastWrite().plus(ALTERED_AGAIN));
  }

  private static boolean isAltered(Set<FieldPath> fields, Collection<Difference> changes) {
    return !changes.isEmpty() && changes.stream().map(Difference::field).allMatch(fields::contains);
  }

  /** What somebody does again and again, apart from refusals, which concern only who still wants what was refused. */
  public List<Setback> undone(Instant now) {
    return contest.told(now).stream()
        .filter(setback -> setback instanceof Setback.Changed || setback instanceof Setback.Deleted)
        .toList();
  }

  /** Why the API server did not take the last write, if it did not and a person should know: at once, where waiting alone mends nothing. */
  public Optional<Setback> refusal() {
    return contest.setbacks().stream()
        .filter(setback -> setback instanceof Setback.Rejected rejected && rejected.lasting() || contest.recurs(setback))
        .filter(Setback::isRefusal)
        .findFirst();
  }

  /** When something of it is to be done or said although nothing changes. */
  public Optional<Instant> deadline(Instant now) {
    var again = altered.isEmpty() ? Stream.<Instant>empty() : Stream.of(contest.lastWrite().plus(ALTERED_AGAIN));
    return Stream.concat(contest.deadline(now).stream(), again).filter(now::isBefore).min(Instant::compareTo);
  }

  /** Nothing of it needs to be remembered. */
  public boolean isOver(Instant now) {
    return contest.isOver(now) && altered.isEmpty();
  }
}

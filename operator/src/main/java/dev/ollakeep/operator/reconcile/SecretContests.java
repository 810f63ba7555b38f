package dev.ollakeep.operator.reconcile;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.credentials.StepOutline;
import dev.ollakeep.operator.memory.RecentMemory;
import dev.ollakeep.operator.names.Labels;
import dev.ollakeep.operator.names.Ownership;
import dev.ollakeep.operator.observed.Contest;
import dev.ollakeep.operator.observed.Difference;
import dev.ollakeep.operator.observed.SecretContest;
import dev.ollakeep.operator.observed.SecretDifference;
import dev.ollakeep.operator.observed.Seen;
import dev.ollakeep.operator.observed.Setback;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Remembers what became of writes to credential Secrets, so that a plan can tell an accident from a contest.
 *
 * <p>Only a version that is newer than what was written says anything about it: caches lag behind.
 */
final class SecretContests {

  private static final String LOST_RACE = "the API server answers that it has changed or that its namespace is gone";
  private static final ResourceVersion BEFORE_ANY = new ResourceVersion("");

  private final Clock clock;
  private final RecentMemory<String, Map<String, Entry>> memory = new RecentMemory<>(10_000);

  SecretContests(Clock clock) {
    this.clock = clock;
  }

  /**
   * One Secret's contest.
   *
   * @param written what was sent last, and taken; empty while nobody knows whether a later write was stored
   * @param judged how new the Secret was from which this was last judged
   * @param generation of the resource that asked for it
   */
  private record Entry(Contest contest, List<Difference> altered, Optional<Secret> written, ResourceVersion judged, long generation) {
    /** Never what was written. */
    @Override
    public String toString() {
      return "Entry[" + judged + "]";
    }

    private Entry with(Contest next, ResourceVersion version) {
      return new Entry(next, altered, written, version, generation);
    }
  }

  /** What is known of writes to these Secrets, now that they were seen like this; only a live look tells that one is gone. */
  Map<String, SecretContest> look(OllamaServer server, Map<String, Seen<Secret>> secrets, Freshness freshness) {
    var contests = new TreeMap<String, SecretContest>();
    for (var known : memory.get(uid(server)).orElse(Map.of()).entrySet()) {
      var entry = judged(known.getValue(), secrets.getOrDefault(known.getKey(), Seen.unknown("not observed")), freshness.live());
      var contest = new SecretContest(entry.contest(), entry.altered(), entry.generation() != generation(server));
      if (contest.isOver(clock.instant())) {
        change(server, entries -> entries.remove(known.getKey()));
      } else {
        change(server, entries -> entries.put(known.getKey(), entry));
        contests.put(known.getKey(), contest);
      }
    }
    return contests;
  }

  /** The API server took the write, and answered with what it stored; nothing when it was a deletion. */
  void written(OllamaServer server, StepOutline outline, Optional<Secret> stored) {
    var sent = StepOutline.sent(outline.step());
    if (sent.isEmpty() || stored.isEmpty()) {
      change(server, entries -> entries.remove(outline.step().secretName()));
      return;
    }
    var differences = SecretDifference.between(sent.get(), stored.get());
    var altered = differences.stream().filter(SecretDifference::isForPeopleOnly).toList();
    var changed = differences.stream().filter(Predicate.not(SecretDifference::isForPeopleOnly))
        .<Setback>map(difference -> new Setback.Changed(difference.field().text(), new TreeSet<>())).toList();
    var now = clock.instant();
    change(server, outline, before -> new Entry(
        before.contest().written(outline.text(), now, List.of()).seen(changed, now),
        altered, sent, ResourceVersion.of(stored.get()), generation(server)));
  }

  /** Somebody else was faster; or the operator itself, when the client repeated a write whose answer was lost. */
  void lost(OllamaServer server, StepOutline outline) {
    refused(server, outline, new Setback.LostRace(LOST_RACE), false);
  }

  /** The API server did not take the write; or it did, and the answer was lost: then what is seen next may be the operator's own. */
  void rejected(OllamaServer server, StepOutline outline, ApiFailure failure) {
    refused(server, outline, new Setback.Rejected(failure.answer(), failure.lasts()), failure.storedNothing());
  }

  private void refused(OllamaServer server, StepOutline outline, Setback why, boolean storedNothing) {
    change(server, outline, before -> new Entry(before.contest().refused(outline.text(), clock.instant(), why),
        before.altered(), storedNothing ? before.written() : Optional.empty(), before.judged(), generation(server)));
  }

  private Entry judged(Entry entry, Seen<Secret> seen, boolean live) {
    var contest = entry.contest();
    var now = clock.instant();
    if (seen.isAbsent()) {
      return live && contest.stands() && entry.written().filter(SecretContests::isOfServer).isPresent()
          ? entry.with(contest.seen(List.of(new Setback.Deleted()), now), entry.judged())
          : entry;
    }
    return seen.ifPresent()
        .filter(actual -> entry.written().isPresent() && ResourceVersion.of(actual).isNewerThan(entry.judged()))
        .map(actual -> entry.with(contest.seen(setbacks(entry, actual), now), ResourceVersion.of(actual)))
        .orElse(entry);
  }

  /** That users' Secrets are deleted is counted beside the hashes, by the new secrets that it makes necessary. */
  private static boolean isOfServer(Secret written) {
    return !written.getMetadata().getLabels().containsKey(Labels.USER);
  }

  private static List<Setback> setbacks(Entry entry, Secret actual) {
    return SecretDifference.between(entry.written().orElseThrow(), actual).stream()
        .filter(difference -> !entry.altered().contains(difference))
        .<Setback>map(difference -> new Setback.Changed(
            difference.field().text(), new TreeSet<>(difference.field().managersIn(actual, Ownership.FIELD_MANAGER))))
        .toList();
  }

  private void change(OllamaServer server, StepOutline outline, UnaryOperator<Entry> change) {
    change(server, entries -> entries.compute(outline.step().secretName(), (name, known) -> change.apply(known == null
        ? new Entry(Contest.begun(outline.text(), clock.instant(), List.of()), List.of(), Optional.empty(), BEFORE_ANY, 0)
        : known)));
  }

  private void change(OllamaServer server, Consumer<Map<String, Entry>> change) {
    var copy = new TreeMap<>(memory.get(uid(server)).orElse(Map.of()));
    change.accept(copy);
    if (copy.isEmpty()) {
      memory.forget(uid(server));
    } else {
      memory.put(uid(server), copy);
    }
  }

  private static String uid(OllamaServer server) {
    return server.getMetadata().getUid();
  }

  private static long generation(OllamaServer server) {
    return Optional.ofNullable(server.getMetadata().getGeneration()).orElse(0L);
  }
}

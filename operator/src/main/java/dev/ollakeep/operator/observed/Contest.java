package dev.ollakeep.operator.observed;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What became of the operator's writes to one object, as far as it remembers them.
 *
 * <p>A first setback is put right at once. One that comes again is answered ever more rarely, so that whoever undoes the operator's
 * work and the operator do not keep the cluster busy; told it is when it came a third time. After a restart all this is found out anew.
 *
 * @param wanted what was written: an object, or that there be none
 * @param lastWrite when that was
 * @param setbacks what has happened to it since; empty while it stands
 * @param turns how often each kind of setback was answered so far, with its last instance
 * @param longestStood for how long a write stood at the most before what had been undone already was undone again
 * @param altered what the API server stored otherwise than it was sent: its admission changes that
 */
public record Contest(
    Seen<HasMetadata> wanted,
    Instant lastWrite,
    List<Setback> setbacks,
    SortedMap<String, Turn> turns,
    Duration longestStood,
    List<Difference> altered) {

  /** Before what was undone so many times is written again; the last repeats, and is how long the last edit of a rival may stand. */
  private static final List<Duration> PAUSES = List.of(
      Duration.ZERO, Duration.ofSeconds(2), Duration.ofSeconds(15), Duration.ofSeconds(50), Duration.ofMinutes(1));

  /** After so many rejections; whatever refuses may be mended at any time, without a word. */
  private static final List<Duration> AFTER_REJECTION = List.of(
      Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(1));

  private static final int TOLD = 3;
  private static final Duration MENDED = Duration.ofSeconds(30);
  private static final Duration REMEMBERED = Duration.ofMinutes(15);
  private static final Duration ALTERED_AGAIN = Duration.ofMinutes(10);

  /** How often the same setback was answered. */
  public record Turn(Setback setback, int count) {}

  /** The first write to an object, or the first in a long time. */
  public static Contest begun(Seen<HasMetadata> wanted, Instant at, List<Difference> altered) {
    return new Contest(wanted, at, List.of(), new TreeMap<>(), Duration.ZERO, altered);
  }

  /** One more write, which was taken. */
  public Contest written(Seen<HasMetadata> next, Instant at, List<Difference> changedAtAdmission) {
    var answered = answered();
    answered.values().removeIf(turn -> turn.setback().isRefusal());
    return new Contest(next, at, List.of(), answered, longestStood, changedAtAdmission);
  }

  /** One more write, which was not taken. */
  public Contest refused(Seen<HasMetadata> next, Instant at, String answer) {
    return refused(next, at, new Setback.LostRace(answer));
  }

  /** One more write, which was not taken for this reason. */
  public Contest refused(Seen<HasMetadata> next, Instant at, Setback why) {
    return new Contest(next, at, List.of(why), answered(), longestStood, altered);
  }

  /**
   * What has become of the last write; a refusal is over when what was wanted is there.
   *
   * <p>How long a write stood before it was undone for the first time says nothing about how often the other comes back.
   */
  public Contest seen(List<Setback> found, Instant now) {
    var stood = Duration.between(lastWrite, now);
    var comesBack = setbacks.isEmpty() && found.stream().anyMatch(setback -> count(setback) > 0);
    var longer = comesBack && stood.compareTo(longestStood) > 0;
    return new Contest(wanted, lastWrite, List.copyOf(found), turns, longer ? stood : longestStood, altered);
  }

  /** What was written is there, as far as is known. */
  public boolean stands() {
    return setbacks.isEmpty();
  }

  /** It is not written now: the pause is not over, or the API server's admission would only change it again. */
  public boolean defers(Seen<HasMetadata> next, Instant now) {
    return wanted.equals(next) && !now.isBefore(lastWrite) && now.isBefore(lastWrite.plus(pause()));
  }

  /** An object that is gone is not waited with for the sake of its fields: only for that of whoever keeps it away. */
  public boolean isAboutExistence() {
    return setbacks.stream().anyMatch(setback -> !(setback instanceof Setback.Changed));
  }

  /** It has happened before: {@link #TOLD} times in all where a race may be lost by accident. */
  public boolean recurs(Setback setback) {
    return setback instanceof Setback.LostRace ? count(setback) + 1 >= TOLD : count(setback) > 0;
  }

  /** What came so often that a person should know, while it goes on. */
  public Collection<Setback> told(Instant now) {
    return isQuiet(now) ? List.of() : notable();
  }

  /** Nothing of it needs to be remembered. */
  public boolean isOver(Instant now) {
    return isQuiet(now) && altered.isEmpty();
  }

  /** As it is to be remembered: of a quiet one that admission alters only that. */
  public Contest remembered(Instant now) {
    return isQuiet(now) ? new Contest(wanted, lastWrite, List.of(), new TreeMap<>(), Duration.ZERO, altered) : this;
  }

  /** The object is as it was asked for, whoever did it. */
  public Contest unaltered() {
    return new Contest(wanted, lastWrite, setbacks, turns, longestStood, List.of());
  }

  /** It has stood for so long that whatever comes next is no part of this; so has what a clock that was put back calls future. */
  private boolean isQuiet(Instant now) {
    return stands() && (now.isBefore(lastWrite) || !now.isBefore(lastWrite.plus(quiet())));
  }

  /** When there is something to do or to say although nothing changes. */
  public Optional<Instant> deadline(Instant now) {
    var again = stands() && altered.isEmpty() ? Stream.<Instant>empty() : Stream.of(lastWrite.plus(pause()));
    var over = stands() && !notable().isEmpty() ? Stream.of(lastWrite.plus(quiet())) : Stream.<Instant>empty();
    return Stream.concat(again, over).filter(now::isBefore).min(Instant::compareTo);
  }

  private SortedMap<String, Turn> answered() {
    var answered = new TreeMap<>(turns);
    setbacks.forEach(setback -> answered.put(setback.subject(), new Turn(setback, count(setback) + 1)));
    return answered;
  }

  private int count(Setback setback) {
    return Optional.ofNullable(turns.get(setback.subject())).map(Turn::count).orElse(0);
  }

  private Duration pause() {
    if (stands()) {
      return altered.isEmpty() ? Duration.ZERO : ALTERED_AGAIN;
    }
    var most = setbacks.stream().mapToInt(this::count).max().orElse(0);
    var pauses = setbacks.stream().anyMatch(Setback.Rejected.class::isInstance) ? AFTER_REJECTION : PAUSES;
    return pauses.get(Math.min(most, pauses.size() - 1));
  }

  /** One that is not answered yet counts, too. */
  private List<Setback> notable() {
    return answered().values().stream().filter(turn -> turn.count() >= TOLD).map(Turn::setback).toList();
  }

  /** Whoever looks every few minutes only would otherwise be told, over, and told again. What admission alters is written anew anyway. */
  private Duration quiet() {
    var twice = longestStood.multipliedBy(2);
    var quiet = notable().isEmpty() ? REMEMBERED : twice.compareTo(MENDED) > 0 ? twice : MENDED;
    return !altered.isEmpty() && quiet.compareTo(ALTERED_AGAIN) > 0 ? ALTERED_AGAIN : quiet;
  }
}

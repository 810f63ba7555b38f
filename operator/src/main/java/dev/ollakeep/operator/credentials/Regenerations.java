package dev.ollakeep.operator.credentials;

import io.fabric8.kubernetes.api.model.Secret;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * When new secrets were made that nobody had asked for, because Secrets of ours were deleted or changed.
 *
 * <p>The times stand beside the hashes, written together with the new one, so that a restart forgets none. Whoever quarrels with
 * somebody about a Secret stops after {@link #MOST} an hour; one write for many users counts once. A journal that is taken away
 * before its hash is written does not count, since nobody lost anything by it. Whoever deletes the hashes deletes these times, but
 * then published secrets are taken up again and not made anew; one that was deleted as well could be kept by nobody.
 *
 * @param times the latest, oldest first; never more than {@link #MOST}
 */
record Regenerations(List<Instant> times) {

  static final int MOST = 5;
  private static final Duration WINDOW = Duration.ofHours(1);
  private static final String ANNOTATION = "ollakeep.dev/regenerations";

  Regenerations {
    times = times.stream().sorted().skip(Math.max(0, times.size() - MOST)).toList();
  }

  static Regenerations none() {
    return new Regenerations(List.of());
  }

  /** Reads what stands beside the hashes; what is no time counts for nothing. */
  static Regenerations of(Secret seen) {
    var text = Held.annotations(seen).getOrDefault(ANNOTATION, "");
    return new Regenerations(Stream.of(text.split(" ")).flatMap(part -> instant(part).stream()).toList());
  }

  /** As it stands beside the hashes; empty when there is nothing to remember. */
  Optional<Annotation> annotation() {
    var text = times.stream().map(Instant::toString).collect(Collectors.joining(" "));
    return times.isEmpty() ? Optional.empty() : Optional.of(new Annotation(ANNOTATION, text));
  }

  /** Key and value of an annotation. */
  record Annotation(String key, String value) {}

  /** One more; those that no longer count are forgotten. */
  Regenerations with(Instant now) {
    return new Regenerations(Stream.concat(counting(now), Stream.of(now.truncatedTo(ChronoUnit.SECONDS))).toList());
  }

  /** When the next one may be made; empty when it may be made now. */
  Optional<Instant> refusedUntil(Instant now) {
    var counting = counting(now).toList();
    return counting.size() < MOST ? Optional.empty() : Optional.of(counting.get(0).plus(WINDOW));
  }

  /** Times that a clock has gone back behind do not count: they could count for years. */
  private Stream<Instant> counting(Instant now) {
    return times.stream().filter(time -> !time.isAfter(now) && time.plus(WINDOW).isAfter(now));
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}

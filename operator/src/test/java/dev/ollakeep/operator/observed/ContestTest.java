package dev.ollakeep.operator.observed;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContestTest {

  private static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");
  private static final Seen<HasMetadata> WANTED = wanted("1");
  private static final Setback REPLICAS = changed("spec.replicas");

  /** Whoever undoes each write so long after it. */
  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT0.3S", "PT1S", "PT15S", "PT1M", "PT3M", "PT10M"})
  void whoeverUndoesEveryWriteIsToldAndSeesFiveInTwoMinutes(Duration after) {
    var writes = writesAgainst(after, Duration.ofHours(1));

    for (var first : writes) {
      assertThat(writes.stream().filter(at -> !at.isBefore(first) && at.isBefore(first.plusSeconds(120)))).hasSizeLessThanOrEqualTo(5);
    }
    assertThat(writes).as("it is never given up").hasSizeGreaterThan(3);
  }

  @Test
  void aFirstSetbackIsAnsweredAtOnce() {
    var undone = Contest.begun(WANTED, BEGIN, List.of()).seen(List.of(REPLICAS), BEGIN.plusMillis(5));

    assertThat(undone.defers(WANTED, BEGIN.plusMillis(5))).isFalse();
    assertThat(undone.told(BEGIN.plusMillis(5))).isEmpty();
  }

  @Test
  void editsOfOneFieldAfterTheOtherAreAccidents() {
    var contest = Contest.begun(WANTED, BEGIN, List.of());
    for (int edit = 1; edit <= 10; edit++) {
      var now = BEGIN.plusSeconds(edit);
      contest = contest.seen(List.of(changed("spec.field" + edit)), now);
      assertThat(contest.defers(WANTED, now)).as("edit %d", edit).isFalse();
      contest = contest.written(WANTED, now, List.of());
    }
    assertThat(contest.told(BEGIN.plusSeconds(11))).isEmpty();
  }

  @Test
  void whatIsAskedForAnewIsWrittenAtOnce() {
    var contest = undone(5);

    assertThat(contest.defers(WANTED, contest.lastWrite())).isTrue();
    assertThat(contest.defers(wanted("2"), contest.lastWrite())).isFalse();
  }

  @Test
  void aThirdSetbackOfOneKindIsToldBeforeItIsAnswered() {
    assertThat(undone(1).told(BEGIN.plusSeconds(1))).isEmpty();
    assertThat(undone(2).told(BEGIN.plusSeconds(2))).containsExactly(REPLICAS);
  }

  @Test
  void itIsOverOnceTheWriteStands() {
    var undone = undone(5);
    var written = undone.written(WANTED, BEGIN.plusSeconds(300), List.of());

    assertThat(undone.isOver(BEGIN.plus(Duration.ofDays(1)))).as("nobody has put it right").isFalse();
    assertThat(written.told(BEGIN.plusSeconds(301))).containsExactly(REPLICAS);
    assertThat(written.deadline(BEGIN.plusSeconds(301))).contains(BEGIN.plusSeconds(330));
    assertThat(written.told(BEGIN.plusSeconds(330))).isEmpty();
    assertThat(written.isOver(BEGIN.plusSeconds(330))).isTrue();
  }

  /** Told, over and told again every few minutes would be worse than none. */
  @Test
  void ofWhoeverLooksEveryThreeMinutesIsToldBetweenTwoLooks() {
    var contest = Contest.begun(WANTED, BEGIN, List.of());
    var now = BEGIN;
    for (int look = 0; look < 4; look++) {
      now = now.plusSeconds(180);
      contest = contest.seen(List.of(REPLICAS), now).written(WANTED, now, List.of());
    }

    assertThat(contest.told(now.plusSeconds(179))).containsExactly(REPLICAS);
    assertThat(contest.isOver(now.plusSeconds(360))).isTrue();
  }

  /** How long a server was left alone before says nothing about how often the other looks. */
  @ParameterizedTest
  @ValueSource(strings = {"PT1S", "PT95S", "PT10M"})
  void ofWhoeverWasQuickIsToldForHalfAMinuteHoweverLongTheWriteBeforeHadStood(Duration before) {
    var contest = Contest.begun(WANTED, BEGIN, List.of());
    var now = BEGIN.plus(before);
    for (int scaling = 0; scaling < 4; scaling++) {
      contest = contest.seen(List.of(REPLICAS), now).written(WANTED, now, List.of());
      now = now.plusSeconds(3);
    }

    assertThat(contest.told(contest.lastWrite().plusSeconds(29))).containsExactly(REPLICAS);
    assertThat(contest.told(contest.lastWrite().plusSeconds(30))).isEmpty();
    assertThat(contest.deadline(contest.lastWrite())).contains(contest.lastWrite().plusSeconds(30));
  }

  @Test
  void aRefusalThatNeverEndsIsToldAndOneThatEndsIsForgotten() {
    var refused = Contest.begun(WANTED, BEGIN, List.of());
    for (int attempt = 0; attempt < 4; attempt++) {
      refused = refused.refused(WANTED, BEGIN.plusSeconds(10L * attempt), "Conflict");
    }
    assertThat(refused.told(BEGIN.plusSeconds(31))).containsExactly(new Setback.LostRace("Conflict"));

    assertThat(refused.written(WANTED, BEGIN.plusSeconds(40), List.of()).told(BEGIN.plusSeconds(41))).isEmpty();
  }

  @Test
  void whatAdmissionChangesIsNotWrittenAgainForAWhileAndIsNoContest() {
    var altered = List.of(new Difference(FieldPath.WHOLE.field("spec").field("image"), "nginx:1", "mirror/nginx:1", "mirror/nginx:1"));
    var contest = Contest.begun(WANTED, BEGIN, altered);

    assertThat(contest.defers(WANTED, BEGIN.plusSeconds(599))).isTrue();
    assertThat(contest.deadline(BEGIN)).as("it may be changed no more").contains(BEGIN.plusSeconds(600));
    assertThat(contest.defers(WANTED, BEGIN.plusSeconds(600))).isFalse();
    assertThat(contest.told(BEGIN.plusSeconds(1))).isEmpty();
  }

  /** A mirror for images is for ever; somebody who was told to stop, and did, is not. */
  @Test
  void whoHasStoppedIsForgottenAlsoWhereAdmissionAlters() {
    var altered = List.of(new Difference(FieldPath.WHOLE.field("spec").field("image"), "nginx:1", "mirror/nginx:1", "mirror/nginx:1"));
    var written = undone(5).written(WANTED, BEGIN.plusSeconds(300), altered);

    assertThat(written.told(BEGIN.plusSeconds(301))).containsExactly(REPLICAS);
    var quiet = BEGIN.plusSeconds(300 + 600);
    assertThat(written.told(quiet)).isEmpty();
    assertThat(written.isOver(quiet)).as("that it is altered is still to be told").isFalse();
    var undoneAgain = written.remembered(quiet).seen(List.of(REPLICAS), quiet);
    assertThat(undoneAgain.defers(WANTED, quiet)).as("a first edit is healed at once").isFalse();
    assertThat(undoneAgain.altered()).isEqualTo(altered);
  }

  @Test
  void onlyWhoKeepsTheObjectAwayIsWaitedForOnceItIsGone() {
    assertThat(undone(5).isAboutExistence()).isFalse();
    assertThat(undone(5).seen(List.of(new Setback.Deleted()), BEGIN).isAboutExistence()).isTrue();
  }

  @Test
  void aClockThatIsPutBackHoldsNothingUp() {
    assertThat(undone(5).defers(WANTED, BEGIN.minusSeconds(3600))).isFalse();
  }

  private static List<Instant> writesAgainst(Duration undoing, Duration during) {
    var writes = new ArrayList<Instant>(List.of(BEGIN));
    var contest = Contest.begun(WANTED, BEGIN, List.of());
    var undone = BEGIN.plus(undoing);
    var told = 0;
    for (var now = BEGIN; now.isBefore(BEGIN.plus(during)); now = now.plusMillis(100)) {
      if (contest.stands() && !now.isBefore(undone)) {
        contest = contest.seen(List.of(REPLICAS), now);
      }
      if (!contest.stands() && !contest.defers(WANTED, now)) {
        contest = contest.written(WANTED, now, List.of());
        writes.add(now);
        undone = now.plus(undoing);
      }
      told += contest.told(now).isEmpty() ? 0 : 1;
    }
    assertThat(told).as("times at which it is told").isPositive();
    return writes;
  }

  private static Contest undone(int times) {
    var contest = Contest.begun(WANTED, BEGIN, List.of());
    for (int turn = 1; turn <= times; turn++) {
      contest = contest.seen(List.of(REPLICAS), BEGIN.plusSeconds(turn)).written(WANTED, BEGIN.plusSeconds(turn), List.of());
    }
    return contest.seen(List.of(REPLICAS), BEGIN.plusSeconds(times));
  }

  private static Setback changed(String field) {
    return new Setback.Changed(field, new TreeSet<>(List.of("rival")));
  }

  private static Seen<HasMetadata> wanted(String data) {
    return Seen.present(new ConfigMapBuilder().withNewMetadata().withName("hello").endMetadata().addToData("data", data).build());
  }
}

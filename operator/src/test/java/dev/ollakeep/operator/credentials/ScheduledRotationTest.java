package dev.ollakeep.operator.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.words.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Rotations that time asks for. */
class ScheduledRotationTest {

  private static final Duration MONTH = Duration.ofDays(30);
  private static final Duration GRACE = Duration.ofHours(24);
  private static final Duration YEAR_AND_A_BIT = Duration.ofDays(400);

  private final Simulation sim = Simulation.settled(Sketch.with("alice", "bob").interval("720h"), "pod-a", "pod-b");

  @Test
  void in400DaysEverybodyRotatesThirteenTimesWokenByNothingButTheDeadlines() {
    var published = publications(sim.now.plus(YEAR_AND_A_BIT));

    assertThat(published).containsOnlyKeys("alice", "bob", "ollakeep");
    published.forEach((user, times) -> {
      assertThat(times).as("publications of %s", user).hasSize(14);
      for (var i = 1; i < times.size(); i++) {
        assertThat(Duration.between(times.get(i - 1), times.get(i))).isEqualTo(lifetime(user));
      }
    });
    assertThat(sim.reasons()).contains(Reason.ROTATION_STARTED, Reason.CREDENTIALS_PUBLISHED, Reason.PREVIOUS_REVOKED);
  }

  @Test
  void aSecretIsNotReplacedASecondEarly() {
    var due = due("alice");
    var old = sim.secretOf("alice");
    sim.now = due.minusSeconds(1);
    assertThat(startsOf("alice")).isFalse();
    sim.now = due;
    assertThat(startsOf("alice")).isTrue();
    sim.settle();
    assertThat(sim.secretOf("alice")).isNotEqualTo(old);
    assertThat(sim.accepted("alice", old)).as("during its grace").isTrue();
  }

  @Test
  void yearsThatTheOperatorMissedAreMadeUpForOnce() {
    var old = sim.secretOf("alice");
    sim.pass(Duration.ofDays(1000));
    sim.settle();
    var next = sim.secretOf("alice");
    assertThat(next).isNotEqualTo(old);
    assertThat(sim.accepted("alice", old)).as("clients have their grace all the same").isTrue();
    sim.pass(GRACE);
    sim.settle();
    sim.pass(MONTH.minus(GRACE).minusSeconds(1));
    sim.settle();
    assertThat(sim.secretOf("alice")).isEqualTo(next);
  }

  @Test
  void aShorterIntervalCountsAtOnceAndALongerOneToo() {
    sim.pass(Duration.ofDays(3));
    assertThat(sim.step()).isFalse();
    sim.sketch.interval("72h");
    assertThat(due("alice")).isBefore(sim.now);
    assertThat(startsOf("alice")).isTrue();
    sim.sketch.interval("8760h");
    assertThat(startsOf("alice")).isFalse();
    sim.sketch.interval(null);
    assertThat(sim.progressOf("alice").nextRotationAt()).isEmpty();
    sim.pass(YEAR_AND_A_BIT);
    assertThat(sim.step()).as("never by time").isFalse();
  }

  @Test
  void aClockThatWentBackMakesNothingDue() {
    sim.pass(Duration.ofDays(-400));
    assertThat(sim.step()).isFalse();
    assertThat(due("alice")).isAfter(sim.now.plus(MONTH));
  }

  @Test
  void aClockThatWentAheadForAWhileCostsOneRotation() {
    var old = sim.secretOf("alice");
    sim.pass(YEAR_AND_A_BIT);
    sim.settle();
    var next = sim.secretOf("alice");
    sim.pass(YEAR_AND_A_BIT.negated());
    sim.settle();
    assertThat(sim.secretOf("alice")).isEqualTo(next).isNotEqualTo(old);
    assertThat(sim.accepted("alice", old)).as("availability first").isTrue();
  }

  @Test
  void aSuppliedPasswordChangesAtItsSourceOnly() {
    sim.supply("mine", "Granite-lantern-58-copper-meadow", true);
    sim.sketch.source("alice", "mine");
    sim.settle();
    sim.pass(YEAR_AND_A_BIT);
    sim.settle();
    assertThat(sim.secretOf("alice")).isEqualTo("Granite-lantern-58-copper-meadow");
    assertThat(sim.progressOf("alice").nextRotationAt()).isEmpty();
  }

  @Test
  void aSuspendedUserRotatesWhenItComesBackAndLogsInWithTheOldSecretMeanwhile() {
    var old = sim.secretOf("alice");
    sim.sketch.suspended("alice", true);
    sim.settle();
    sim.pass(MONTH.multipliedBy(2));
    sim.settle();
    assertThat(sim.secretOf("alice")).isEqualTo(old);
    sim.sketch.suspended("alice", false);
    sim.settle();
    assertThat(sim.secretOf("alice")).isNotEqualTo(old);
    assertThat(sim.accepted("alice", old)).isTrue();
  }

  @Test
  void aRequestStartsTheIntervalAnew() {
    sim.pass(Duration.ofDays(20));
    sim.sketch.request("alice", "now");
    var requested = sim.now;
    sim.settle();
    assertThat(due("alice")).isEqualTo(requested.plus(lifetime("alice")));
  }

  @Test
  void inALockdownOnlyTheOperatorsOwnSecretGoesOnRotating() {
    var alices = sim.secretOf("alice");
    var own = sim.secretOf("ollakeep");
    sim.sketch.lockdown(true);
    sim.settle();
    sim.pass(MONTH.multipliedBy(2));
    sim.settle();
    assertThat(sim.secretOf("alice")).isEqualTo(alices);
    assertThat(sim.secretOf("ollakeep")).isNotEqualTo(own);
  }

  /** Lets time jump from deadline to deadline, as an operator does that nobody disturbs. */
  private Map<String, List<Instant>> publications(Instant end) {
    var published = new TreeMap<String, TreeSet<Instant>>();
    while (sim.now.isBefore(end)) {
      var decision = sim.settle();
      decision.users().forEach(user -> published
          .computeIfAbsent(user.user().name(), any -> new TreeSet<>()).add(user.publishedAt().orElseThrow()));
      sim.now = decision.wakeAt().orElseThrow();
    }
    var lists = new TreeMap<String, List<Instant>>();
    published.forEach((user, times) -> lists.put(user, new ArrayList<>(times)));
    return lists;
  }

  private boolean startsOf(String user) {
    return sim.decide().step().filter(step -> step instanceof CredentialStep.Create create
        && create.secretName().equals("hello-auth-next") && create.desired().getData().containsKey(user)).isPresent();
  }

  private Instant due(String user) {
    return sim.progressOf(user).nextRotationAt().orElseThrow();
  }

  private Duration lifetime(String user) {
    return sim.progressOf(user).user().lifetime().orElseThrow();
  }
}

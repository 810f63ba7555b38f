package dev.ollakeep.operator.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Which phase somebody is in, and since when, can be told from what is stored, by an operator that has just started. */
class PhaseTest {

  private final Simulation sim = Simulation.settled(Sketch.with("alice", "bob"), "pod-a");

  @Test
  void everyPhaseThatMayLastTellsItsBeginning() {
    sim.pod("pod-a").heldBack = true;
    var asked = sim.now;
    sim.sketch.request("alice", "now");
    sim.settle();
    sim.pass(Duration.ofMinutes(9));
    is(RotationPhase.WAITING_FOR_PODS, asked);
    sim.pod("pod-a").silent = true;
    sim.pass(Duration.ofMinutes(9));
    is(RotationPhase.PROPAGATION_UNVERIFIED, asked.plus(Duration.ofMinutes(10)));
    sim.pod("pod-a").silent = false;
    sim.pod("pod-a").heldBack = false;
    var published = sim.now;
    sim.settle();
    sim.pass(Duration.ofHours(23));
    is(RotationPhase.IN_GRACE, published);
    sim.pod("pod-a").heldBack = true;
    sim.pass(Duration.ofHours(5));
    var revoked = sim.now;
    sim.settle();
    sim.pass(Duration.ofDays(2));
    is(RotationPhase.REVOKED, revoked);
    sim.pod("pod-a").heldBack = false;
    sim.settle();
    assertThat(sim.decide().phaseSince()).as("at rest").isEmpty();
  }

  @Test
  void ofSeveralUsersInAPhaseTheFirstCounts() {
    var first = sim.now;
    sim.sketch.request("alice", "now");
    sim.settle();
    sim.pass(Duration.ofHours(1));
    sim.sketch.request("bob", "now");
    sim.settle();
    is(RotationPhase.IN_GRACE, first);
    sim.pass(Duration.ofHours(23));
    sim.settle();
    is(RotationPhase.IN_GRACE, first.plus(Duration.ofHours(1)));
  }

  @Test
  void aJournalThatCannotGoFurtherIsAsOldAsItsSecret() {
    sim.sketch.request("alice", "now");
    sim.untilNextStepIs("hello-proxy-auth");
    sim.secrets.get("hello-auth-next").getMetadata().setCreationTimestamp(sim.now.toString());
    var written = sim.now;
    sim.pass(Duration.ofDays(1));
    is(RotationPhase.JOURNALED, written);
  }

  @Test
  void whoIsOutOnEveryPodIsNotAskedAboutAgainWhenOthersRotate() {
    sim.sketch.suspended("bob", true);
    sim.settle();
    sim.pod("pod-a").heldBack = true;
    sim.sketch.request("alice", "now");
    sim.settle();
    assertThat(sim.phaseOf("alice")).isEqualTo(RotationPhase.WAITING_FOR_PODS);
    assertThat(sim.phaseOf("bob")).isEqualTo(RotationPhase.STABLE);
    sim.sketch.suspended("bob", false);
    sim.settle();
    assertThat(sim.phaseOf("bob")).as("who comes back is waited for").isEqualTo(RotationPhase.REVOKED);
  }

  private void is(RotationPhase phase, Instant since) {
    assertThat(sim.decide().phase()).isEqualTo(phase);
    assertThat(sim.decide().phaseSince()).contains(since);
  }
}

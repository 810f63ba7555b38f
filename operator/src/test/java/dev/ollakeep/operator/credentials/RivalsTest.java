package dev.ollakeep.operator.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Answers that got lost, operators that act on old news, wishes that change half-way. */
class RivalsTest {

  private final Simulation sim = Simulation.settled(Sketch.with("alice"), "pod-a");
  private final String old = sim.secretOf("alice");

  @Test
  void aStepThatWasAppliedAlthoughTheAnswerGotLostIsNotDecidedAgain() {
    sim.sketch.request("all");
    for (var step = sim.decide().step(); step.isPresent(); step = sim.decide().step()) {
      sim.apply(step.get());
      assertThat(sim.holds(step.get())).as("%s a second time", step.get()).isFalse();
      sim.pods.forEach(pod -> pod.refresh(sim.auth()));
    }
    assertThat(sim.steps).isEqualTo(5 + 5);
  }

  @Test
  void ofTwoOperatorsOnlyOneWritesEachStep() {
    sim.sketch.request("alice", "x");
    for (var one = sim.decide().step(); one.isPresent(); one = sim.decide().step()) {
      var two = sim.decide().step().orElseThrow();
      sim.apply(one.get());
      assertThat(sim.holds(two)).isFalse();
      sim.pods.forEach(pod -> pod.refresh(sim.auth()));
    }
    assertThat(sim.accepted("alice", old)).isTrue();
  }

  @Test
  void aJournalThatComesTooLateEndsNoGrace() {
    sim.sketch.request("alice", "x");
    var late = sim.decide().step().orElseThrow();
    sim.settle();
    var current = sim.secretOf("alice");
    sim.apply(late);
    sim.settle();

    assertThat(sim.secrets).doesNotContainKey("hello-auth-next");
    assertThat(sim.secretOf("alice")).isEqualTo(current);
    assertThat(sim.accepted("alice", old)).as("the grace goes on").isTrue();
  }

  @Test
  void anEmergencyCalledOffBeforeItsHashWasWrittenWaitsForTheGraceAgain() {
    sim.sketch.request("alice", "x");
    sim.settle();
    var current = sim.secretOf("alice");
    sim.pods.add(new SimulatedPod("pod-b", sim.now));
    sim.pod("pod-b").silent = true;
    sim.sketch.grace("alice", "0s").request("alice", "y");
    sim.step();
    assertThat(sim.secrets).containsKey("hello-auth-next");
    sim.sketch.grace("alice", null);
    sim.pods.remove(sim.pod("pod-b"));
    sim.settle();

    assertThat(sim.secretOf("alice")).isEqualTo(current);
    assertThat(sim.accepted("alice", old)).isTrue();
    assertThat(sim.progressOf("alice").pendingRequestId()).isEqualTo("y");
    sim.pass(Duration.ofHours(24));
    sim.settle();
    assertThat(sim.secretOf("alice")).isNotEqualTo(current);
  }

  @Test
  void anOperatorThatWasAwayForDaysGoesOnWhereItWas() {
    sim.sketch.request("alice", "x");
    for (var i = 0; i < 3; i++) {
      sim.step();
      sim.pods.forEach(pod -> pod.refresh(sim.auth()));
      sim.pass(Duration.ofDays(5));
      assertThat(sim.accepted("alice", old)).isTrue();
    }
    var published = sim.progressOf("alice").publishedAt().orElseThrow();
    assertThat(sim.secretOf("alice")).isNotEqualTo(old);
    sim.settle();
    assertThat(sim.now).isAfter(published.plus(Duration.ofDays(4)));
    assertThat(sim.accepted("alice", old)).isFalse();
  }
}

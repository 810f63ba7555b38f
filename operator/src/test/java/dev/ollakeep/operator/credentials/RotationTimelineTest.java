package dev.ollakeep.operator.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.api.v1alpha1.Role;
import dev.ollakeep.operator.words.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rotations from their trigger to their end. */
class RotationTimelineTest {

  private static final Duration GRACE = Duration.ofHours(24);

  @Test
  void aNewServerGetsItsCredentialsInTheOrderThatSurvivesACrash() {
    var sim = new Simulation(Sketch.with("alice"));

    assertThat(written(sim)).containsExactly(
        "Create hello-auth-next", "Create hello-proxy-auth", "Create hello-alice-credentials",
        "Create hello-operator", "Delete hello-auth-next");
    assertThat(sim.decide().phase()).isEqualTo(RotationPhase.STABLE);
    assertThat(sim.accepted("alice", sim.secretOf("alice"))).isTrue();
    assertThat(Peek.hasRole(sim.auth(), "user", "alice")).isTrue();
    assertThat(Peek.internalDoorAccepts(sim.auth(), sim.secretOf("ollakeep"))).isTrue();
    assertThat(Peek.hasRole(sim.auth(), "viewer", "ollakeep")).isTrue();
    assertThat(sim.reasons()).containsExactly(
        Reason.ROTATION_STARTED, Reason.CREDENTIALS_PUBLISHED, Reason.CREDENTIALS_PUBLISHED);
  }

  @Test
  void oneUserRotatesWithFiveWritesAndTheOthersKeepTheirSecrets() {
    var sim = Simulation.settled(Sketch.with("alice", "bob"), "pod-a");
    var old = sim.secretOf("alice");
    var bobs = sim.secretOf("bob");
    sim.sketch.request("alice", "2026-11");

    assertThat(written(sim)).containsExactly("Create hello-auth-next", "Update hello-proxy-auth",
        "Update hello-alice-credentials", "Delete hello-auth-next");
    assertThat(sim.phaseOf("alice")).isEqualTo(RotationPhase.IN_GRACE);
    assertThat(sim.secretOf("alice")).isNotEqualTo(old);
    assertThat(sim.accepted("alice", old)).isTrue();
    assertThat(sim.accepted("alice", sim.secretOf("alice"))).isTrue();
    assertThat(sim.decide().wakeAt()).contains(sim.now.plus(GRACE));

    sim.pass(GRACE);
    assertThat(written(sim)).containsExactly("Update hello-proxy-auth");
    assertThat(sim.accepted("alice", old)).isFalse();
    assertThat(sim.phaseOf("alice")).isEqualTo(RotationPhase.STABLE);
    assertThat(sim.secretOf("bob")).isEqualTo(bobs);
    assertThat(sim.reasons()).containsExactly(
        Reason.ROTATION_STARTED, Reason.CREDENTIALS_PUBLISHED, Reason.PREVIOUS_REVOKED);
  }

  @Test
  void theServersRequestRotatesEverybodyWithSharedWrites() {
    var sim = Simulation.settled(Sketch.with("alice", "bob"), "pod-a", "pod-b");
    var old = List.of(sim.secretOf("alice"), sim.secretOf("bob"), sim.secretOf("ollakeep"));
    sim.sketch.request("all-of-them");

    assertThat(written(sim)).containsExactly("Create hello-auth-next", "Update hello-proxy-auth",
        "Update hello-alice-credentials", "Update hello-bob-credentials", "Update hello-operator",
        "Delete hello-auth-next");
    assertThat(List.of(sim.secretOf("alice"), sim.secretOf("bob"), sim.secretOf("ollakeep")))
        .doesNotContainAnyElementsOf(old);
    sim.pass(GRACE);
    assertThat(written(sim)).containsExactly("Update hello-proxy-auth");
    sim.pass(GRACE.multipliedBy(365));
    assertThat(sim.step()).as("the same id asks only once").isFalse();
  }

  @Test
  void everyPhaseIsSeenInItsOrder() {
    var sim = Simulation.settled(Sketch.with("alice"), "pod-a");
    sim.sketch.request("alice", "x");
    var phases = new ArrayList<RotationPhase>();
    while (sim.step()) {
      phases.add(sim.phaseOf("alice"));
      if (sim.phaseOf("alice") == RotationPhase.WAITING_FOR_PODS) {
        sim.pod("pod-a").refresh(sim.auth());
        phases.add(sim.phaseOf("alice"));
      }
    }
    sim.pass(GRACE);
    phases.add(sim.phaseOf("alice"));
    sim.step();
    phases.add(sim.phaseOf("alice"));
    sim.pod("pod-a").refresh(sim.auth());
    phases.add(sim.phaseOf("alice"));

    assertThat(phases).containsExactly(RotationPhase.JOURNALED, RotationPhase.WAITING_FOR_PODS,
        RotationPhase.VERIFIED, RotationPhase.PUBLISHED, RotationPhase.IN_GRACE, RotationPhase.REVOKING,
        RotationPhase.REVOKED, RotationPhase.STABLE);
  }

  @Test
  void nothingIsPublishedWhileOnePodLags() {
    var sim = Simulation.settled(Sketch.with("alice"), "pod-a", "pod-b");
    var old = sim.secretOf("alice");
    sim.pod("pod-b").heldBack = true;
    sim.sketch.request("alice", "x");

    var waiting = sim.settle();
    assertThat(sim.secretOf("alice")).isEqualTo(old);
    assertThat(waiting.phase()).isEqualTo(RotationPhase.WAITING_FOR_PODS);
    assertThat(waiting.propagation().behind()).extracting(Propagation.PodBehind::name).containsExactly("pod-b");

    sim.pod("pod-b").heldBack = false;
    sim.settle();
    assertThat(sim.secretOf("alice")).isNotEqualTo(old);
  }

  @Test
  void aUserWhomEveryPodKnowsDoesNotWaitForAnothersRevision() {
    var sim = Simulation.settled(Sketch.with("alice", "bob"), "pod-a");
    var old = sim.secretOf("alice");
    sim.sketch.request("alice", "x");
    sim.untilNextStepIs("hello-alice-credentials");
    sim.pod("pod-a").heldBack = true;
    sim.sketch.suspended("bob", true);
    sim.settle();

    assertThat(sim.secretOf("alice")).isNotEqualTo(old);
    assertThat(sim.phaseOf("alice")).isEqualTo(RotationPhase.IN_GRACE);
    assertThat(sim.phaseOf("bob")).isEqualTo(RotationPhase.REVOKED);
  }

  @Test
  void theOldSecretIsNotRevokedWhileAPodLags() {
    var sim = Simulation.settled(Sketch.with("alice", "bob"), "pod-a");
    var old = sim.secretOf("alice");
    sim.sketch.request("alice", "x");
    sim.settle();
    sim.pods.add(new SimulatedPod("pod-b", sim.now));
    sim.pod("pod-b").silent = true;
    sim.pass(GRACE);

    sim.settle();
    assertThat(sim.accepted("alice", old)).isTrue();
    assertThat(sim.phaseOf("alice")).isEqualTo(RotationPhase.REVOKING);
    sim.pod("pod-b").silent = false;
    sim.settle();
    assertThat(sim.accepted("alice", old)).isFalse();
  }

  @Test
  void anEmergencyEndsTheOldSecretAsSoonAsTheNewOneIsPublished() {
    var sim = Simulation.settled(Sketch.with("alice"), "pod-a");
    var old = sim.secretOf("alice");
    sim.sketch.grace("alice", "0s").request("alice", "leaked");

    assertThat(written(sim)).containsExactly("Create hello-auth-next", "Update hello-proxy-auth",
        "Update hello-alice-credentials", "Delete hello-auth-next", "Update hello-proxy-auth");
    assertThat(sim.accepted("alice", old)).isFalse();
    assertThat(sim.phaseOf("alice")).isEqualTo(RotationPhase.STABLE);
  }

  @Test
  void anEmergencyEndsARunningGraceAtOnceEvenWhenTheClockHasGoneBack() {
    var sim = Simulation.settled(Sketch.with("alice"), "pod-a");
    var old = sim.secretOf("alice");
    sim.sketch.request("alice", "x");
    sim.settle();
    sim.pass(Duration.ofHours(-2));
    sim.sketch.grace("alice", "0s");

    assertThat(written(sim)).containsExactly("Update hello-proxy-auth");
    assertThat(sim.accepted("alice", old)).isFalse();
  }

  @Test
  void aRequestDuringARotationIsHonouredOnceAfterItsGrace() {
    var sim = Simulation.settled(Sketch.with("alice"), "pod-a");
    sim.sketch.request("alice", "first");
    sim.settle();
    var first = sim.secretOf("alice");
    sim.sketch.request("alice", "second");
    sim.settle();
    assertThat(sim.secretOf("alice")).isEqualTo(first);
    assertThat(sim.progressOf("alice").pendingRequestId()).isEqualTo("second");
    sim.sketch.request("alice", "third");

    sim.pass(GRACE);
    sim.settle();
    assertThat(sim.secretOf("alice")).isNotEqualTo(first);
    assertThat(sim.progressOf("alice").pendingRequestId()).isEmpty();
    var third = sim.secretOf("alice");
    sim.pass(GRACE);
    sim.settle();
    assertThat(sim.secretOf("alice")).as("only the last request counts").isEqualTo(third);
  }

  @Test
  void aRequestWhilePodsAreWaitedForQueues() {
    var sim = Simulation.settled(Sketch.with("alice"), "pod-a");
    sim.pod("pod-a").heldBack = true;
    sim.sketch.request("alice", "first");
    sim.settle();
    sim.sketch.request("alice", "second").grace("alice", "0s");
    sim.settle();
    assertThat(sim.progressOf("alice").pendingRequestId()).isEqualTo("second");

    sim.pod("pod-a").heldBack = false;
    sim.settle();
    assertThat(sim.progressOf("alice").pendingRequestId()).isEmpty();
    assertThat(sim.secrets.get("hello-alice-credentials").getMetadata().getAnnotations())
        .containsEntry("ollakeep.dev/user-request-id", "second");
  }

  @Test
  void aUserAddedDuringAnothersGraceIsServedAtOnce() {
    var sim = Simulation.settled(Sketch.with("alice"), "pod-a");
    var old = sim.secretOf("alice");
    sim.sketch.request("alice", "x");
    sim.settle();
    sim.sketch.user("bob", Role.VIEWER);
    sim.settle();

    assertThat(sim.accepted("bob", sim.secretOf("bob"))).isTrue();
    assertThat(sim.accepted("alice", old)).isTrue();
    assertThat(sim.phaseOf("alice")).isEqualTo(RotationPhase.IN_GRACE);
    assertThat(sim.phaseOf("bob")).isEqualTo(RotationPhase.STABLE);
  }

  @Test
  void aClockThatGoesBackEndsNoGrace() {
    var sim = Simulation.settled(Sketch.with("alice"), "pod-a");
    sim.sketch.request("alice", "x");
    var published = sim.now;
    sim.settle();
    sim.pass(Duration.ofDays(-3));
    assertThat(sim.step()).isFalse();
    assertThat(sim.phaseOf("alice")).isEqualTo(RotationPhase.IN_GRACE);
    assertThat(sim.decide().wakeAt()).contains(published.plus(GRACE));
  }

  private static List<String> written(Simulation sim) {
    var written = new ArrayList<String>();
    for (var step = sim.decide().step(); step.isPresent(); step = sim.decide().step()) {
      written.add(Sentence.of(step.get()));
      sim.apply(step.get());
      sim.pods.forEach(pod -> pod.refresh(sim.auth()));
    }
    return written;
  }
}

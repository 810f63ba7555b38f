package dev.ollakeep.operator.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.api.v1alpha1.Role;
import dev.ollakeep.operator.words.Reason;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Users that may not log in, or not as before: suspended, expired, locked out, removed, demoted. */
class ShutOutTest {

  @Test
  void aSuspendedUserIsOutWithOneWriteAndComesBackWithTheSameSecret() {
    var sim = Simulation.settled(Sketch.with("alice", "bob"), "pod-a");
    var secret = sim.secretOf("alice");
    sim.sketch.suspended("alice", true);

    assertThat(Sentence.of(sim.decide().step().orElseThrow())).isEqualTo("Update hello-proxy-auth");
    sim.settle();
    assertThat(sim.accepted("alice", secret)).isFalse();
    assertThat(Peek.hasRole(sim.auth(), "user", "alice")).isFalse();
    assertThat(sim.secretOf("alice")).isEqualTo(secret);

    sim.sketch.suspended("alice", false);
    sim.settle();
    assertThat(sim.accepted("alice", secret)).isTrue();
    assertThat(sim.secretOf("alice")).isEqualTo(secret);
    assertThat(Peek.hashes(sim.auth(), "htpasswd.previous", "alice")).isEmpty();
  }

  @Test
  void aSuspendedUserCountsAsRevokedUntilEveryPodHasConfirmed() {
    var sim = Simulation.settled(Sketch.with("alice"), "pod-a");
    sim.sketch.suspended("alice", true);
    assertThat(sim.phaseOf("alice")).isEqualTo(RotationPhase.REVOKING);
    sim.step();
    assertThat(sim.phaseOf("alice")).isEqualTo(RotationPhase.REVOKED);
    sim.settle();
    assertThat(sim.phaseOf("alice")).isEqualTo(RotationPhase.STABLE);
  }

  @Test
  void suspendingOneDuringAnothersRotationDoesNotWaitForLaggingPods() {
    var sim = Simulation.settled(Sketch.with("alice", "bob"), "pod-a");
    sim.pod("pod-a").heldBack = true;
    sim.sketch.request("bob", "x");
    sim.settle();
    var secret = sim.secretOf("alice");
    sim.sketch.suspended("alice", true);
    sim.settle();

    assertThat(sim.accepted("alice", secret)).isFalse();
    assertThat(sim.phaseOf("bob")).isEqualTo(RotationPhase.WAITING_FOR_PODS);
  }

  @Test
  void aUserSuspendedHalfWayKeepsTheJournalAndFinishesWhenResumed() {
    var sim = Simulation.settled(Sketch.with("alice"), "pod-a");
    var old = sim.secretOf("alice");
    sim.pod("pod-a").heldBack = true;
    sim.sketch.request("alice", "x");
    sim.settle();
    var next = Peek.data(sim.secrets.get("hello-auth-next")).get("alice");
    sim.sketch.suspended("alice", true);
    sim.settle();
    assertThat(sim.accepted("alice", old) || sim.accepted("alice", next)).isFalse();

    sim.pod("pod-a").heldBack = false;
    sim.sketch.suspended("alice", false);
    sim.settle();
    assertThat(sim.secretOf("alice")).isEqualTo(next);
    assertThat(sim.accepted("alice", old)).as("what clients read stays valid for its grace").isTrue();
  }

  @Test
  void aLeakedSecretDoesNotComeBackWhenItsUserResumesWithAnEmergency() {
    var sim = Simulation.settled(Sketch.with("alice", "bob"), "pod-a");
    var leaked = sim.secretOf("alice");
    sim.sketch.suspended("alice", true);
    sim.settle();
    sim.sketch.suspended("alice", false).suspended("bob", true).grace("alice", "0s").request("alice", "leaked");

    for (var more = true; more; more = sim.step()) {
      assertThat(sim.accepted("alice", leaked)).isFalse();
      sim.pods.forEach(pod -> pod.refresh(sim.auth()));
    }
    assertThat(sim.accepted("alice", sim.secretOf("alice"))).isTrue();
    assertThat(sim.secretOf("alice")).isNotEqualTo(leaked);
  }

  @Test
  void aUserExpiresByTheClockAlone() {
    var sim = Simulation.settled(Sketch.with("alice", "bob"), "pod-a");
    var end = sim.now.plusSeconds(600);
    sim.sketch.expires("alice", end.toString());
    var secret = sim.secretOf("alice");
    assertThat(sim.step()).isFalse();
    assertThat(sim.decide().wakeAt()).contains(end);

    sim.pass(Duration.ofSeconds(600));
    sim.settle();
    assertThat(sim.accepted("alice", secret)).isFalse();
    assertThat(sim.progressOf("alice").user().state()).isEqualTo(UserState.EXPIRED);
    assertThat(sim.decide().wakeAt()).isEmpty();
    sim.sketch.expires("alice", null);
    sim.settle();
    assertThat(sim.accepted("alice", secret)).isTrue();
  }

  @Test
  void lockdownRefusesEverybodyButTheInternalDoorAndEndsWithTheSameSecrets() {
    var sim = Simulation.settled(Sketch.with("alice", "bob"), "pod-a");
    var secrets = List.of(sim.secretOf("alice"), sim.secretOf("bob"), sim.secretOf("ollakeep"));
    sim.sketch.lockdown(true);
    sim.settle();

    assertThat(sim.auth()).containsEntry("htpasswd", "").containsEntry("htpasswd.previous", "");
    assertThat(sim.auth().keySet()).noneMatch(key -> key.startsWith("role."));
    assertThat(Peek.internalDoorAccepts(sim.auth(), sim.secretOf("ollakeep"))).isTrue();

    var door = sim.auth().get("htpasswd.operator");
    sim.sketch.lockdown(false);
    sim.settle();
    assertThat(List.of(sim.secretOf("alice"), sim.secretOf("bob"), sim.secretOf("ollakeep")))
        .isEqualTo(secrets);
    assertThat(sim.accepted("bob", sim.secretOf("bob"))).isTrue();
    assertThat(sim.auth()).as("the operator's hash is reused").containsEntry("htpasswd.operator", door)
        .containsKey("role.viewer.ollakeep");
  }

  @Test
  void theInternalDoorKnowsTheOperatorsPublishedSecretAtEveryMomentOfARotationInLockdown() {
    var sim = Simulation.settled(Sketch.with("alice").lockdown(true), "pod-a", "pod-b");
    var old = sim.secretOf("ollakeep");
    sim.sketch.request("all");
    for (var more = true; more; more = sim.step()) {
      for (var pod : sim.pods) {
        assertThat(Peek.internalDoorAccepts(pod.mounted, sim.secretOf("ollakeep"))).isTrue();
        pod.refresh(sim.auth());
        assertThat(Peek.internalDoorAccepts(pod.mounted, sim.secretOf("ollakeep"))).isTrue();
      }
      assertThat(sim.auth()).containsEntry("htpasswd", "");
      assertThat(sim.auth().keySet()).noneMatch(key -> key.startsWith("role."));
    }
    assertThat(sim.secretOf("ollakeep")).isNotEqualTo(old);
    sim.pass(Duration.ofHours(24));
    sim.settle();
    assertThat(Peek.internalDoorAccepts(sim.auth(), old)).isFalse();
  }

  @Test
  void aServerCreatedInLockdownHasOnlyTheInternalDoor() {
    var sim = new Simulation(Sketch.with("alice").lockdown(true), "pod-a");
    sim.settle();
    assertThat(sim.secrets).containsOnlyKeys("hello-proxy-auth", "hello-operator");
    assertThat(Peek.internalDoorAccepts(sim.auth(), sim.secretOf("ollakeep"))).isTrue();
    assertThat(sim.accepted("ollakeep", sim.secretOf("ollakeep"))).isFalse();

    sim.sketch.lockdown(false);
    sim.settle();
    assertThat(sim.accepted("alice", sim.secretOf("alice"))).isTrue();
  }

  @Test
  void aRemovedUserLosesHashThenJournalThenSecret() {
    var sim = Simulation.settled(Sketch.with("alice", "bob"), "pod-a");
    sim.pod("pod-a").heldBack = true;
    sim.sketch.request("alice", "x");
    sim.settle();
    sim.sketch.remove("alice");

    var written = new ArrayList<String>();
    for (var step = sim.decide().step(); step.isPresent(); step = sim.decide().step()) {
      written.add(Sentence.of(step.get()));
      sim.apply(step.get());
    }
    assertThat(written).containsExactly(
        "Update hello-proxy-auth", "Delete hello-auth-next", "Delete hello-alice-credentials");
    assertThat(sim.auth().toString()).doesNotContain("alice");
    assertThat(sim.secrets.get("hello-proxy-auth").getMetadata().toString()).doesNotContain("alice");
    assertThat(sim.reasons()).endsWith(Reason.USER_REMOVED);
  }

  @Test
  void anotherServersCredentialIsNotTakenForARemovedUsers() {
    var sim = Simulation.settled(Sketch.with("alice"), "pod-a");
    var foreign = new SecretBuilder(sim.secrets.get("hello-alice-credentials"))
        .editMetadata().withName("hello-carol-credentials").addToLabels("ollakeep.dev/user", "carol")
        .editFirstOwnerReference().withUid("uid-of-an-older-hello").endOwnerReference().endMetadata().build();
    sim.store(foreign);
    assertThat(sim.step()).isFalse();
  }

  @Test
  void aRoleChangesWithOneWriteAndTheSecretStays() {
    var sim = Simulation.settled(Sketch.with("alice").role("alice", Role.ADMIN), "pod-a");
    sim.sketch.role("alice", Role.ADMIN);
    sim.settle();
    var secret = sim.secretOf("alice");
    var hash = Peek.hashes(sim.auth(), "htpasswd", "alice");
    sim.sketch.role("alice", Role.MODEL_MANAGER);
    sim.settle();

    assertThat(Peek.hasRole(sim.auth(), "admin", "alice")).isFalse();
    assertThat(Peek.hasRole(sim.auth(), "modelmanager", "alice")).isTrue();
    assertThat(Peek.hashes(sim.auth(), "htpasswd", "alice")).isEqualTo(hash);
    assertThat(sim.secretOf("alice")).isEqualTo(secret);
  }

  @Test
  void aDemotionGoesBeforeStartingAnothersRotation() {
    var sim = Simulation.settled(Sketch.with("alice", "bob").role("alice", Role.ADMIN), "pod-a");
    sim.sketch.role("alice", Role.VIEWER).request("bob", "x");
    assertThat(Sentence.of(sim.decide().step().orElseThrow())).isEqualTo("Update hello-proxy-auth");
  }

  @Test
  void pausedTakesAwayLoginsAndDoesNothingElse() {
    var sim = Simulation.settled(Sketch.with("alice", "bob", "carol"), "pod-a");
    var bobs = sim.secretOf("bob");
    sim.sketch.paused(true).request("everybody").suspended("alice", true).remove("carol").user("dave", Role.USER)
        .role("bob", Role.ADMIN);

    sim.settle();
    assertThat(sim.steps).isPositive();
    assertThat(Peek.hashes(sim.auth(), "htpasswd", "alice")).isEmpty();
    assertThat(sim.accepted("bob", bobs)).isTrue();
    assertThat(Peek.hasRole(sim.auth(), "user", "bob")).isTrue();
    assertThat(Peek.hashes(sim.auth(), "htpasswd", "carol")).hasSize(1);
    assertThat(sim.secrets).doesNotContainKeys("hello-auth-next", "hello-dave-credentials")
        .containsKey("hello-carol-credentials");

    sim.sketch.lockdown(true);
    sim.settle();
    assertThat(sim.auth()).containsEntry("htpasswd", "");
    assertThat(Peek.internalDoorAccepts(sim.auth(), sim.secretOf("ollakeep"))).isTrue();
  }
}

package dev.ollakeep.operator.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.words.Reason;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import org.junit.jupiter.api.Test;

/** A Secret of ours that somebody made immutable: no write is tried that the API server would refuse for ever. */
class ImmutableSecretTest {

  private static final String CREDENTIALS = "hello-alice-credentials";
  private static final String HASHES = "hello-proxy-auth";
  private static final String JOURNAL = "hello-auth-next";

  private final Simulation sim = Simulation.settled(Sketch.with("alice", "bob"), "pod-a");
  private final String alices = sim.secretOf("alice");
  private final String bobs = sim.secretOf("bob");

  @Test
  void immutableHashesStopEverythingAndThePodsMustGoWithThem() {
    freeze(HASHES);
    sim.sketch.request("all").suspended("bob", true);

    assertThat(sim.settle().stalled()).singleElement().satisfies(stall -> {
      assertThat(stall.reason()).isEqualTo(Reason.IMMUTABLE_SECRET);
      assertThat(stall.message()).contains(
          "kubectl -n ai delete secret hello-proxy-auth", "kubectl -n ai delete pods -l ollakeep.dev/server=hello");
    });
    assertThat(sim.secretOf("alice")).isEqualTo(alices);

    sim.secrets.remove(HASHES);
    assertThat(sim.settle().stalled()).isEmpty();
    assertThat(sim.accepted("alice", sim.secretOf("alice"))).isTrue();
    assertThat(Peek.hashes(sim.auth(), "htpasswd", "bob")).isEmpty();
  }

  @Test
  void anImmutableCredentialKeepsItsUserBackAndNobodyElse() {
    freeze(CREDENTIALS);
    sim.edit(CREDENTIALS, "host", "elsewhere");
    sim.sketch.request("all");

    assertThat(sim.settle().stalled()).isEmpty();
    assertThat(sim.secretOf("alice")).isEqualTo(alices);
    assertThat(sim.accepted("alice", alices)).isTrue();
    assertThat(sim.secretOf("bob")).isNotEqualTo(bobs);
    assertThat(sim.progressOf("alice").problem()).hasValueSatisfying(problem -> {
      assertThat(problem.reason()).isEqualTo(Reason.IMMUTABLE_SECRET);
      assertThat(problem.message()).contains("kubectl -n ai delete secret hello-alice-credentials");
    });

    assertThat(sim.progressOf("alice").problem()).hasValueSatisfying(problem ->
        assertThat(problem.message()).endsWith("the present one keeps its grace period"));
    sim.secrets.remove(CREDENTIALS);
    sim.settle();
    assertThat(sim.secretOf("alice")).isNotEqualTo(alices);
    assertThat(sim.accepted("alice", alices)).as("it keeps its grace").isTrue();
  }

  @Test
  void whereThereIsNoGracePeriodNoneIsPromised() {
    freeze(CREDENTIALS);
    sim.sketch.grace("0s");

    assertThat(sim.decide().users()).filteredOn(user -> user.user().name().equals("alice")).singleElement().satisfies(alice ->
        assertThat(alice.problem()).hasValueSatisfying(problem -> assertThat(problem.message())
            .endsWith("a new secret is made, and the present one is refused once clients can read that")));
    sim.secrets.remove(CREDENTIALS);
    sim.settle();
    assertThat(sim.accepted("alice", alices)).isFalse();
  }

  @Test
  void aCredentialFrozenHalfWayIsPublishedOnceItIsDeleted() {
    sim.sketch.request("alice", "x");
    sim.untilNextStepIs(CREDENTIALS);
    var next = Peek.data(sim.secrets.get(JOURNAL)).get("alice");
    freeze(CREDENTIALS);
    sim.settle();
    assertThat(sim.phaseOf("alice")).isEqualTo(RotationPhase.VERIFIED);
    assertThat(sim.accepted("alice", alices)).isTrue();
    sim.secrets.remove(CREDENTIALS);
    sim.settle();
    assertThat(sim.secretOf("alice")).isEqualTo(next);
  }

  @Test
  void aFrozenCredentialOfAUserWhoGoesIsDeleted() {
    freeze(CREDENTIALS);
    sim.sketch.remove("alice");
    sim.invariants.tamperedWith("alice");
    sim.settle();
    assertThat(sim.secrets).doesNotContainKey(CREDENTIALS);
  }

  @Test
  void aRotationEndsWithAnImmutableJournalWhichIsThenDeleted() {
    sim.sketch.request("alice", "x");
    sim.step();
    freeze(JOURNAL);
    sim.sketch.request("bob", "y");
    sim.untilNextStepIs(CREDENTIALS);
    assertThat(sim.decide().stalled()).singleElement()
        .satisfies(stall -> assertThat(stall.message()).contains("kubectl -n ai delete secret hello-auth-next"));
    sim.settle();
    assertThat(sim.secretOf("alice")).isNotEqualTo(alices);
    assertThat(sim.secretOf("bob")).as("starts once the journal is gone").isNotEqualTo(bobs);
    assertThat(sim.secrets).doesNotContainKey(JOURNAL);
  }

  @Test
  void anImmutableJournalKeepsNobodyIn() {
    sim.pod("pod-a").heldBack = true;
    sim.sketch.request("alice", "x");
    sim.settle();
    freeze(JOURNAL);
    sim.sketch.suspended("bob", true);
    sim.settle();
    assertThat(Peek.hashes(sim.auth(), "htpasswd", "bob")).isEmpty();
  }

  private void freeze(String name) {
    sim.store(new SecretBuilder(sim.secrets.get(name)).withImmutable(true).build());
  }
}

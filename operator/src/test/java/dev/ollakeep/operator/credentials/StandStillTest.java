package dev.ollakeep.operator.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.api.v1alpha1.Role;
import dev.ollakeep.operator.status.AuthReport;
import dev.ollakeep.operator.words.Complaint;
import dev.ollakeep.operator.words.Reason;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When nothing is written: because all is well, or because it could do harm. */
class StandStillTest {

  @Test
  void aStableServerNeedsNeitherWritesNorRandomness() {
    var sim = Simulation.settled(Sketch.with("alice", "bob", "carol").interval("8760h"), "pod-a", "pod-b");
    for (var i = 0; i < 1000; i++) {
      sim.pass(Duration.ofMinutes(i));
      var decision = CredentialPlanner.decide(sim.sketch.spec(sim.now), sim.observe(), sim.now, null);
      assertThat(decision.step()).isEmpty();
    }
  }

  @Test
  void theStatusOfAnUnchangedServerIsTheSameAtEveryLook() {
    var sim = Simulation.settled(Sketch.with("alice", "bob").interval("8760h"), "pod-a");
    var first = AuthReport.of(sim.sketch.spec(sim.now), sim.decide());
    for (var i = 0; i < 1000; i++) {
      sim.pass(Duration.ofMinutes(7));
      assertThat(AuthReport.of(sim.sketch.spec(sim.now), sim.decide())).isEqualTo(first);
    }
  }

  @Test
  void aServerInGraceNeedsNeitherWritesNorRandomness() {
    var sim = Simulation.settled(Sketch.with("alice", "bob"), "pod-a");
    sim.sketch.request("all").suspended("bob", true);
    sim.settle();
    assertThat(CredentialPlanner.decide(sim.sketch.spec(sim.now), sim.observe(), sim.now, null).step()).isEmpty();
  }

  @Test
  void aCredentialOfSomebodyElseStaysUntouchedAndTheOthersGoOn() {
    var sim = new Simulation(Sketch.with("alice", "bob"), "pod-a");
    var foreign = foreign("hello-alice-credentials");
    sim.store(foreign);
    var decision = sim.settle();

    assertThat(sim.secrets.get("hello-alice-credentials").getData()).isEqualTo(foreign.getData());
    assertThat(sim.accepted("bob", sim.secretOf("bob"))).isTrue();
    assertThat(Peek.hashes(sim.auth(), "htpasswd", "alice")).isEmpty();
    assertThat(decision.stalled()).isEmpty();
    assertThat(sim.progressOf("alice").problem()).hasValueSatisfying(problem -> {
      assertThat(problem.reason()).isEqualTo(Reason.NAME_CONFLICT);
      assertThat(problem.message()).contains("kubectl -n ai delete secret hello-alice-credentials");
    });

    sim.secrets.remove("hello-alice-credentials");
    sim.settle();
    assertThat(sim.accepted("alice", sim.secretOf("alice"))).isTrue();
  }

  @Test
  void ourLabelsWithoutOurOwnerReferenceMakeNothingOurs() {
    var sim = new Simulation(Sketch.with("alice"), "pod-a");
    var labelled = foreign("hello-alice-credentials");
    labelled.getMetadata().setLabels(Map.of("ollakeep.dev/server", "hello", "ollakeep.dev/component", "credentials",
        "ollakeep.dev/user", "alice"));
    sim.store(labelled);
    sim.settle();
    assertThat(sim.progressOf("alice").problem()).map(Complaint::reason).contains(Reason.NAME_CONFLICT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello-proxy-auth", "hello-auth-next"})
  void aConflictOfTheServersOwnSecretsStallsIt(String name) {
    var sim = new Simulation(Sketch.with("alice"), "pod-a");
    sim.store(foreign(name));
    var decision = sim.settle();
    assertThat(sim.secrets).containsOnlyKeys(name);
    assertThat(decision.stalled()).singleElement().satisfies(stall -> {
      assertThat(stall.reason()).isEqualTo(Reason.NAME_CONFLICT);
      assertThat(stall.message()).contains("kubectl -n ai delete secret " + name);
    });
  }

  @Test
  void aForeignJournalDoesNotKeepASuspendedUserIn() {
    var sim = Simulation.settled(Sketch.with("alice", "bob"), "pod-a");
    sim.store(foreign("hello-auth-next"));
    sim.sketch.suspended("alice", true).request("all");
    sim.settle();
    assertThat(Peek.hashes(sim.auth(), "htpasswd", "alice")).isEmpty();
    assertThat(sim.accepted("bob", sim.secretOf("bob"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello-proxy-auth", "hello-alice-credentials", "hello-operator"})
  void aLayoutOfAnotherVersionStallsTheServer(String name) {
    var sim = Simulation.settled(Sketch.with("alice"), "pod-a");
    sim.store(new SecretBuilder(sim.secrets.get(name)).editMetadata()
        .addToAnnotations("ollakeep.dev/layout", "2").endMetadata().build());
    sim.sketch.request("all").suspended("alice", true);
    var decision = sim.settle();
    assertThat(decision.step()).isEmpty();
    assertThat(decision.stalled()).extracting(Complaint::reason).containsExactly(Reason.UNSUPPORTED_LAYOUT);
  }

  @Test
  void aRoleFromANewerVersionStallsTheServerAndChangesNothing() {
    var sim = Simulation.settled(Sketch.with("alice", "bob"), "pod-a");
    sim.sketch.role("alice", Role.UNRECOGNISED).suspended("bob", true);
    var decision = sim.settle();
    assertThat(Peek.hasRole(sim.auth(), "user", "alice")).isTrue();
    assertThat(decision.stalled()).singleElement().satisfies(stall -> {
      assertThat(stall.reason()).isEqualTo(Reason.INVALID_SPEC);
      assertThat(stall.message()).contains("spec.auth.users[alice].role");
    });
  }

  @Test
  void aResourceWithoutUsersRemovesNobody() {
    var sim = Simulation.settled(Sketch.with("alice"), "pod-a");
    sim.sketch.remove("alice");
    assertThat(sim.settle().stalled()).extracting(Complaint::reason).containsExactly(Reason.INVALID_SPEC);
    assertThat(sim.secrets).containsKey("hello-alice-credentials");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello-proxy-auth", "hello-auth-next", "hello-alice-credentials"})
  void whatCouldNotBeReadIsNotTakenForMissing(String name) {
    var sim = Simulation.settled(Sketch.with("alice"), "pod-a");
    sim.sketch.request("alice", "x");
    sim.cannotRead(name, "500");
    sim.secrets.remove(name);
    assertThat(sim.step()).isFalse();
  }

  @Test
  void withTheJournalUnreadableASuspendedUserIsStillPutOut() {
    var sim = Simulation.settled(Sketch.with("alice", "bob"), "pod-a");
    sim.cannotRead("hello-auth-next", "500");
    sim.sketch.suspended("alice", true);
    sim.settle();
    assertThat(Peek.hashes(sim.auth(), "htpasswd", "alice")).isEmpty();
  }

  @Test
  void equalInputsGiveEqualSteps() {
    var sim = new Simulation(Sketch.with("alice", "bob"), "pod-a");
    var seed = new byte[32];
    for (var more = true; more; more = sim.step()) {
      seed[0]++;
      var one = CredentialPlanner.decide(sim.sketch.spec(sim.now), sim.observe(), sim.now, new Fresh(seed));
      var two = CredentialPlanner.decide(sim.sketch.spec(sim.now), sim.observe(), sim.now, new Fresh(seed));
      assertThat(one).isEqualTo(two);
      sim.pods.forEach(pod -> pod.refresh(sim.auth()));
    }
  }

  private static Secret foreign(String name) {
    return new SecretBuilder().withNewMetadata().withName(name).withNamespace("ai").endMetadata()
        .withType("Opaque").withData(Map.of("password", "c29tZWJvZHkgZWxzZSdzIHNlY3JldA==")).build();
  }
}

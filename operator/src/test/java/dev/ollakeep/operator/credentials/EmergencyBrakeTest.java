package dev.ollakeep.operator.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.api.v1alpha1.Role;
import dev.ollakeep.operator.words.Complaint;
import dev.ollakeep.operator.words.Reason;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** To shut users out depends on nothing of the resource but its users: whatever else is not understood, it works, and nothing else does. */
class EmergencyBrakeTest {

  private static final String MISREAD = "spec.proxy.type has a value that this version of the operator does not know";

  private final Simulation sim = Simulation.settled(Sketch.with("alice", "bob").role("alice", Role.ADMIN), "pod-a");
  private final String secret = sim.secretOf("alice");
  private final String bobs = sim.secretOf("bob");

  private record Row(String sentence, Consumer<Simulation> edit, Consumer<Simulation> then) {}

  @TestFactory
  Stream<DynamicTest> aliceIsShutOut() {
    return Stream.of(
        new Row("lockdown", it -> it.sketch.lockdown(true), EmergencyBrakeTest::isOut),
        new Row("suspended", it -> it.sketch.suspended("alice", true), EmergencyBrakeTest::isOut),
        new Row("expired", it -> it.sketch.expires("alice", it.now.toString()), EmergencyBrakeTest::isOut),
        new Row("removed", it -> it.sketch.remove("alice"), EmergencyBrakeTest::isOut),
        new Row("demoted", it -> it.sketch.role("alice", Role.VIEWER), it -> {
          assertThat(Peek.hasRole(it.auth(), "viewer", "alice")).isTrue();
          assertThat(Peek.hasRole(it.auth(), "admin", "alice")).isFalse();
          assertThat(Peek.hashes(it.auth(), "htpasswd", "alice")).hasSize(1);
        })).map(row -> DynamicTest.dynamicTest(row.sentence(), () -> {
          var fresh = Simulation.settled(Sketch.with("alice", "bob").role("alice", Role.ADMIN), "pod-a");
          var others = withoutHashes(fresh);
          row.edit().accept(fresh);
          fresh.sketch.misread(MISREAD).request("all").user("carol", Role.USER).role("bob", Role.ADMIN);
          var decision = fresh.settle();

          row.then().accept(fresh);
          assertThat(Peek.hasRole(fresh.auth(), "admin", "bob")).as("nobody gets more than before").isFalse();
          assertThat(withoutHashes(fresh)).as("nothing but the proxies' Secret was written").isEqualTo(others);
          assertThat(decision.stalled()).extracting(Complaint::reason).containsExactly(Reason.INVALID_SPEC);
        }));
  }

  private static void isOut(Simulation sim) {
    assertThat(Peek.hashes(sim.auth(), "htpasswd", "alice")).isEmpty();
    assertThat(sim.auth().keySet()).noneMatch(key -> key.startsWith("role.") && key.endsWith(".alice"));
  }

  @Test
  void nobodyElseNoticesAndNobodyIsLetIn() {
    sim.sketch.misread(MISREAD).suspended("alice", true);
    sim.settle();
    assertThat(sim.accepted("bob", bobs)).isTrue();
    sim.sketch.suspended("alice", false);
    sim.settle();
    assertThat(sim.accepted("alice", secret)).as("until the rest is understood").isFalse();

    sim.sketch.misread(null);
    sim.settle();
    assertThat(sim.accepted("alice", secret)).isTrue();
    assertThat(sim.secretOf("alice")).isEqualTo(secret);
  }

  @Test
  void theClockAloneShutsAUserOut() {
    var end = sim.now.plusSeconds(600);
    sim.sketch.misread(MISREAD).expires("alice", end.toString());
    assertThat(sim.step()).isFalse();
    assertThat(sim.decide().wakeAt()).contains(end);
    sim.pass(Duration.ofSeconds(600));
    sim.settle();
    assertThat(sim.accepted("alice", secret)).isFalse();
  }

  @Test
  void aRotationOnItsWayStandsStillWithBothSecretsAccepted() {
    sim.pod("pod-a").heldBack = true;
    sim.sketch.request("alice", "x");
    sim.settle();
    sim.pod("pod-a").heldBack = false;
    sim.sketch.misread(MISREAD).suspended("bob", true);
    sim.settle();
    assertThat(sim.accepted("bob", bobs)).isFalse();
    assertThat(sim.secretOf("alice")).isEqualTo(secret);
    assertThat(sim.accepted("alice", secret)).isTrue();
    assertThat(sim.secrets).containsKey("hello-auth-next");
  }

  @Test
  void whatIsLeftOfARemovedUserGoesWhenTheRestIsUnderstood() {
    sim.sketch.misread(MISREAD).remove("alice");
    sim.settle();
    assertThat(sim.secrets).containsKey("hello-alice-credentials");
    sim.sketch.misread(null);
    sim.settle();
    assertThat(sim.secrets).doesNotContainKey("hello-alice-credentials");
    assertThat(sim.accepted("bob", bobs)).isTrue();
  }

  /** How long a secret lives says nothing of who may log in. */
  @Test
  void aDurationThatIsNotUnderstoodDoesNotHoldTheBrake() {
    for (var sketch : List.<Consumer<Sketch>>of(it -> it.grace("a day"), it -> it.interval("59m"), it -> it.grace("bob", "a day"))) {
      var fresh = Simulation.settled(Sketch.with("alice", "bob"), "pod-a");
      sketch.accept(fresh.sketch);
      fresh.sketch.suspended("alice", true).request("all");
      var decided = CredentialPlanner.decide(fresh.sketch.spec(fresh.now), fresh.observe(), fresh.now, new Fresh(new byte[32]));
      assertThat(decided.step().map(Sentence::of)).contains("Update hello-proxy-auth");
      fresh.store(((CredentialStep.Update) decided.step().orElseThrow()).desired());
      assertThat(Peek.hashes(fresh.auth(), "htpasswd", "alice")).isEmpty();
      assertThat(fresh.decide().step()).isEmpty();
    }
  }

  @Test
  void withUsersThatAreNotUnderstoodEitherNothingIsDone() {
    for (var sketch : List.<Consumer<Sketch>>of(
        it -> it.role("bob", Role.UNRECOGNISED), it -> it.expires("bob", "soon"), it -> it.remove("alice").remove("bob"))) {
      var fresh = Simulation.settled(Sketch.with("alice", "bob"), "pod-a");
      sketch.accept(fresh.sketch);
      fresh.sketch.misread(MISREAD).grace("a day").lockdown(true);
      assertThat(fresh.decide().step()).isEmpty();
    }
  }

  @Test
  void whatElseForbidsToWriteStillDoes() {
    sim.store(new SecretBuilder(sim.secrets.get("hello-alice-credentials")).editMetadata()
        .addToAnnotations("ollakeep.dev/layout", "2").endMetadata().build());
    sim.sketch.misread(MISREAD).lockdown(true);
    assertThat(sim.decide().step()).isEmpty();
  }

  @Test
  void aJournalThatIsNotOursDoesNotHoldTheBrake() {
    sim.store(new SecretBuilder().withNewMetadata().withName("hello-auth-next").withNamespace("ai").endMetadata().build());
    sim.sketch.misread(MISREAD).lockdown(true);
    sim.settle();
    isOut(sim);
  }

  /** Every Secret but the one with the hashes. */
  private static TreeMap<String, Object> withoutHashes(Simulation sim) {
    var others = new TreeMap<String, Object>(sim.secrets);
    others.remove("hello-proxy-auth");
    return others;
  }
}

package dev.ollakeep.operator.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.api.v1alpha1.Role;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As many users as a resource may have: all that can become due at once is done within the steps of one reconcile. */
class ManyUsersTest {

  private static final int MOST_USERS = 100;

  @ParameterizedTest(name = "{0} users")
  @ValueSource(ints = {1, 10, MOST_USERS})
  void everyStoryEndsWithinOneReconcile(int users) {
    var sim = new Simulation(Sketch.with(names(users)), "pod-a");
    sim.invariants.lookEvery(1 + users / 10);
    withinOneReconcile(sim, "made");
    sim.sketch.request("all");
    withinOneReconcile(sim, "rotated");
    sim.pass(Duration.ofHours(25));
    withinOneReconcile(sim, "revoked");
    sim.sketch.request("again").grace("0s");
    withinOneReconcile(sim, "rotated in an emergency");
    for (var name : names(users)) {
      sim.sketch.secretName(name, "renamed-" + name);
    }
    withinOneReconcile(sim, "moved to other Secrets");
    for (var name : names(users)) {
      sim.sketch.remove(name).user("other-" + name, Role.USER);
    }
    withinOneReconcile(sim, "replaced by others");
    assertThat(sim.decide().phase()).isEqualTo(RotationPhase.STABLE);
  }

  @Test
  void whoUndoesEveryWriteIsNoticed() {
    var sim = Simulation.settled(Sketch.with("alice", "bob"), "pod-a");
    var most = StepBound.of(sim.sketch.server(), sim.observe());
    assertThat(most).as("writes before somebody is told").isLessThan(70);
    sim.sketch.suspended("bob", true);
    for (var write = 0; write < most; write++) {
      var step = sim.decide().step();
      assertThat(step).as("a step after %d writes that were undone", write).isPresent();
      assertThat(sim.holds(step.get())).isTrue();
      sim.store(sim.secrets.get("hello-proxy-auth"));
    }
  }

  private static void withinOneReconcile(Simulation sim, String what) {
    var most = StepBound.of(sim.sketch.server(), sim.observe());
    var before = sim.steps;
    sim.settle();
    assertThat(sim.steps - before).as("steps until every user is " + what).isPositive().isLessThanOrEqualTo(most);
  }

  private static String[] names(int users) {
    return IntStream.range(0, users).mapToObj("user-%03d"::formatted).toArray(String[]::new);
  }
}

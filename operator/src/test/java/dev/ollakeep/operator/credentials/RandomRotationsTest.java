package dev.ollakeep.operator.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random histories: no invariant breaks on the way, and all of them end in the same kind of peace.
 *
 * <p>A longer campaign: {@code -Dollakeep.rotation.seed=1000 -Dollakeep.rotation.runs=5000}.
 */
class RandomRotationsTest {

  private static final int STRIKES = 40;

  static LongStream seeds() {
    var first = Long.getLong("ollakeep.rotation.seed", 1);
    return LongStream.range(first, first + Integer.getInteger("ollakeep.rotation.runs", 60));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void endInPeace(long seed) {
    var random = new Random(seed);
    var sim = new Simulation(Sketch.with("ann", "ben"), "pod-a", "pod-b");
    sim.random = random;
    var disturbance = new Disturbance(sim, random);
    var history = new ArrayList<String>();
    try {
      for (var i = 0; i < STRIKES; i++) {
        history.add(disturbance.strike());
        work(sim, random, history);
      }
      disturbance.relent();
      history.add("peace");
      for (var i = 0; i < 4; i++) {
        sim.settle();
        sim.pass(Duration.ofDays(3));
      }
      atPeace(sim);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + " after " + String.join("; ", history) + ": " + e.getMessage(), e);
    }
  }

  /** Some steps, now and then by an operator that saw the world before the others acted. */
  private static void work(Simulation sim, Random random, ArrayList<String> history) {
    var late = Optional.<CredentialStep>empty();
    for (var i = random.nextInt(8); i > 0; i--) {
      var step = sim.decide().step();
      if (random.nextInt(6) == 0) {
        late = step;
      }
      step.ifPresent(due -> {
        history.add("  " + Sentence.of(due));
        sim.apply(due);
      });
      if (random.nextInt(3) > 0) {
        sim.pods.forEach(pod -> pod.refresh(sim.auth()));
      }
    }
    late.filter(sim::holds).ifPresent(step -> {
      history.add("  late " + Sentence.of(step));
      sim.apply(step);
    });
  }

  private static void atPeace(Simulation sim) {
    var decision = CredentialPlanner.decide(sim.sketch.spec(sim.now), sim.observe(), sim.now, null);
    assertThat(decision.step()).isEmpty();
    assertThat(decision.phase()).isEqualTo(RotationPhase.STABLE);
    assertThat(journalled(sim)).as("only who may not log in keeps a journal").noneMatch(
        user -> sim.sketch.admits(user, sim.now));
    assertThat(sim.auth()).containsEntry("htpasswd.previous", "");
    for (var user : decision.users()) {
      var name = user.user().name();
      assertThat(user.problem()).isEmpty();
      assertThat(user.pendingRequestId()).isEmpty();
      if (sim.sketch.admits(name, sim.now)) {
        assertThat(sim.accepted(name, sim.secretOf(name))).isTrue();
        sim.pods.forEach(pod -> assertThat(Peek.accepts(pod.mounted, name, sim.secretOf(name))).isTrue());
      } else {
        assertThat(Peek.hashes(sim.auth(), "htpasswd", name)).isEmpty();
      }
    }
    var ours = sim.secrets.keySet().stream().filter(secret -> secret.endsWith("-credentials")).toList();
    assertThat(ours).allMatch(secret -> sim.sketch.users().keySet().stream().anyMatch(
        user -> sim.sketch.secretOf(user).equals(secret)));
  }

  private static Set<String> journalled(Simulation sim) {
    var journal = sim.secrets.get("hello-auth-next");
    return journal == null ? Set.of() : journal.getData().keySet();
  }
}

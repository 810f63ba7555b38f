package dev.ollakeep.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.credentials.Simulation;
import dev.ollakeep.operator.credentials.Sketch;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Since when rotations stand where they stand is told by what is stored, whatever a status says. */
class RotationStateTest {

  private final Simulation sim = new Simulation(Sketch.with("alice"), "pod-a");

  @Test
  void restIsAsOldAsTheLastWriteForTheProxies() {
    assertThat(RotationState.of(sim.decide()).since()).as("before there is anything").isEmpty();
    sim.settle();
    sim.sketch.request("now");
    sim.settle();
    sim.pass(Duration.ofDays(2));
    var revoked = sim.now;
    sim.settle();
    sim.pass(Duration.ofDays(3));

    assertThat(RotationState.of(sim.decide()).since()).contains(revoked);
  }
}

package dev.ollakeep.operator.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which steps count as rotations. */
class RotationTallyTest {

  private final Simulation sim = Simulation.settled(Sketch.with("alice", "bob"), "pod-a");

  @Test
  void aRotationIsStartedOnceAndPublishedOnceForEachUser() {
    sim.sketch.request("now");
    assertThat(tallies()).containsExactly("RequestedForServer Started", "RequestedForServer Started", "RequestedForServer Started",
        "RequestedForServer Published", "RequestedForServer Published", "RequestedForServer Published");
  }

  @Test
  void whatTakesAHashAwayIsNone() {
    sim.sketch.suspended("bob", true).lockdown(true);
    assertThat(tallies()).isEmpty();
  }

  @Test
  void aUserWhoJoinsARunningRotationCountsAloneAndADeletedCredentialByItsCause() {
    sim.pod("pod-a").heldBack = true;
    sim.sketch.request("alice", "now");
    assertThat(tallies()).containsExactly("RequestedForUser Started");
    sim.secrets.remove("hello-bob-credentials");
    assertThat(tallies()).containsExactly("CredentialsMissing Started");
    sim.pod("pod-a").heldBack = false;
    assertThat(tallies()).containsExactly("RequestedForUser Published", "CredentialsMissing Published");
  }

  @Test
  void timeIsATriggerLikeOthers() {
    sim.sketch.interval("1h").grace("0s").suspended("bob", true);
    sim.settle();
    sim.pass(Duration.ofHours(2));
    assertThat(tallies()).contains("Scheduled Started", "Scheduled Published");
  }

  private List<String> tallies() {
    var tallies = new ArrayList<String>();
    sim.pods.forEach(pod -> pod.refresh(sim.auth()));
    for (var step = sim.decide().step(); step.isPresent(); step = sim.decide().step()) {
      RotationTally.of("hello", step.get(), sim.observe())
          .forEach(tally -> tallies.add(tally.trigger() + " " + tally.outcome()));
      sim.apply(step.get());
      sim.pods.forEach(pod -> pod.refresh(sim.auth()));
    }
    return tallies;
  }
}

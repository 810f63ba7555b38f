package dev.ollakeep.operator.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.api.v1alpha1.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What steps count for. */
class TallyTest {

  private final Simulation sim = Simulation.settled(Sketch.with("alice", "bob"), "pod-a");

  @Test
  void aRotationIsStartedOnceAndPublishedOnceForEachUser() {
    sim.sketch.request("now");
    assertThat(tallies()).containsExactly("RequestedForServer Started", "RequestedForServer Started", "RequestedForServer Started",
        "RequestedForServer Published", "RequestedForServer Published", "RequestedForServer Published");
    sim.pass(Duration.ofHours(24));
    assertThat(tallies()).containsExactly("GraceOver", "GraceOver", "GraceOver");
  }

  @Test
  void anEmergencyRevokesWhatIsInGraceAndThenTheSecretThatItReplaces() {
    sim.sketch.request("alice", "leaked");
    tallies();
    sim.sketch.request("alice", "leaked again").grace("alice", "0s");
    assertThat(tallies()).containsExactly("RequestedForUser Started", "NoGrace", "RequestedForUser Published", "NoGrace");
  }

  @Test
  void whoIsShutOutIsCountedOnceByTheReason() {
    sim.sketch.user("carol", Role.USER).user("dave", Role.USER);
    tallies();
    sim.sketch.suspended("bob", true);
    assertThat(tallies()).containsExactly("Suspended");
    sim.sketch.expires("carol", sim.now.toString());
    assertThat(tallies()).containsExactly("Expired");
    sim.sketch.remove("dave");
    assertThat(tallies()).containsExactly("Removed");
    sim.sketch.lockdown(true);
    assertThat(tallies()).as("those who were in, but for the operator").containsExactly("Lockdown");
    sim.sketch.lockdown(false).suspended("bob", false);
    assertThat(tallies()).as("to be let in again is none").isEmpty();
  }

  @Test
  void aRepairDuringTheGracePeriodTakesThePlaceOfThePreviousSecret() {
    sim.sketch.request("alice", "now");
    tallies();
    sim.invariants.tamperedWith("alice");
    sim.secrets.remove("hello-alice-credentials");
    assertThat(tallies()).containsExactly("CredentialsMissing Started", "Displaced", "CredentialsMissing Published");
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
      step.get().tallies().forEach(tally -> tallies.add(words(tally)));
      sim.apply(step.get());
      sim.pods.forEach(pod -> pod.refresh(sim.auth()));
    }
    return tallies;
  }

  private static String words(Tally tally) {
    return tally instanceof RotationTally rotation
        ? rotation.trigger() + " " + rotation.outcome()
        : ((RevocationTally) tally).reason().text();
  }
}

package dev.ollakeep.operator.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.words.Announcement;
import org.junit.jupiter.api.Test;

/** What the event of a publication tells those who hold the secret before it. */
class PublicationEventTest {

  /** Who holds the secret in its environment is told how long that works: not at all without a grace period. */
  @Test
  void thePublicationTellsWhetherThePreviousSecretStays() {
    var sim = Simulation.settled(Sketch.with("alice", "bob"), "pod-a");
    sim.sketch.grace("bob", "0s").request("2026-11");
    sim.settle();

    assertThat(sim.announced).extracting(Announcement::message)
        .contains("Secret hello-alice-credentials of user alice holds a new secret; clients that read it into their environment must"
            + " restart before the previous one ends")
        .contains("Secret hello-bob-credentials of user bob holds a new secret; the previous one is refused from now on, so clients that"
            + " read it into their environment must restart");
  }
}

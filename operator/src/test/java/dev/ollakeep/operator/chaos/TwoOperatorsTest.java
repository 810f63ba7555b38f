package dev.ollakeep.operator.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two operators at once, with no election between them: creations and versions decide who is first, nobody is locked out. */
@RequiresApiServer
class TwoOperatorsTest {

  private static final int RUNS = Integer.getInteger("chaos.twins", 3);
  private static final List<Workflow> CHOSEN = List.of(
      Workflows.named("every secret is rotated by the request of the server"),
      Workflows.named("a supplied password changes at its source"),
      Workflows.named("a credential Secret is deleted"),
      Workflows.named("a user is added"));

  @Test
  void theyEndAsOneWouldHave(ApiServer api) {
    var broken = new ArrayList<String>();
    for (int run = 0; run < RUNS; run++) {
      var workflow = CHOSEN.get(run % CHOSEN.size());
      try (var scene = new Scene(api, new ShiftedClock(), run)) {
        var clean = WorkflowRun.run(scene, workflow, Faults.NONE);
        broken.addAll(clean.broken());
        try (var twin = scene.another(Faults.NONE)) {
          var together = WorkflowRun.run(scene, workflow, Faults.NONE);
          // Each does everything itself at worst; who loses a race has written in vain.
          broken.addAll(together.worseThan(clean, 2 * clean.writes().size()));
          assertThat(twin.isDead()).as("the twin lives").isFalse();
        }
      }
    }
    assertThat(broken).isEmpty();
  }
}

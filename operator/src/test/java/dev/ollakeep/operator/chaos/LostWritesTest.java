package dev.ollakeep.operator.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import dev.ollakeep.testing.SideBySide;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A write that was refused for a moment is done again within seconds: nothing waits for the next change of the resource. */
@RequiresApiServer
class LostWritesTest {

  @SideBySide
  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "CONFLICT, /status, a status whose write conflicts is written again",
    "UNAVAILABLE, /status, a status that could not be written is written again",
    "CONFLICT, pods/, a pod whose touch conflicts is touched again",
    "CONFLICT, secrets, a credential step that conflicts is decided again",
  })
  void itIsDoneAgain(Fate fate, String what, String sentence) {
    try (var scene = new Scene(ApiServer.shared(), new ShiftedClock(), 1)) {
      var workflow = Workflows.named("a user is suspended");
      var clean = WorkflowRun.run(scene, workflow, Faults.NONE);

      var refused = new AtomicInteger();
      var trial = WorkflowRun.run(scene, workflow, (call, write) ->
          write > 0 && call.toString().contains(what) && refused.getAndIncrement() < 3 ? fate : Fate.PASS);

      assertThat(refused.get()).as(sentence).isGreaterThan(3);
      assertThat(trial.worseThan(clean, 6)).isEmpty();
    }
  }
}

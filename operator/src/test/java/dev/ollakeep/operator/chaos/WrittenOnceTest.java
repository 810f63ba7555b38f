package dev.ollakeep.operator.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the operator has written it knows, although no watch has told of it yet. */
@RequiresApiServer
class WrittenOnceTest {

  private static final int LATE_MILLIS = 5_000;

  @Test
  void noChildIsWrittenAgainUntilAWatchTellsOfIt(ApiServer api) {
    try (var scene = new Scene(api, new ShiftedClock(), 1)) {
      Beginnings.settled(scene);
      // Pods and Secrets wake the operator at once.
      scene.operator().api().play(Faults.late(call -> call.uri().getPath().matches(".*/(deployments|services|configmaps)"), LATE_MILLIS));

      scene.edit("{\"replicas\":3,\"drainTimeout\":\"61s\"}");
      await().until(() -> !writes(scene).isEmpty());
      for (int change = 0; change < 4; change++) {
        scene.note("ollakeep.dev/bystander", "change " + change);
        scene.settle(() -> true);
      }
      scene.settle(scene::rolledOut);

      assertThat(writes(scene)).hasSize(1);
    }
  }

  private static List<String> writes(Scene scene) {
    return scene.operator().api().writes().stream().filter(write -> write.endsWith(" deployments/s")).toList();
  }
}

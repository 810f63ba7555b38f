package dev.ollakeep.operator.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import java.util.List;
import java.util.stream.Stream;
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

  /** The volume comes later than the operator looks again, and what it has written on the pod later still. */
  @Test
  void noPodIsTouchedAgainForWhatItWasTouchedForAlready(ApiServer api) {
    try (var scene = new Scene(api, new ShiftedClock(), 1)) {
      Beginnings.settled(scene);
      scene.operator().api().play(Faults.late(call -> call.uri().getPath().endsWith("/pods"), LATE_MILLIS));
      scene.pods().slowDown(LATE_MILLIS / 2);
      scene.thrift().takeWasted();

      scene.edit("{\"auth\":{\"rotation\":{\"requestId\":\"" + scene.request() + "\"}}}");
      scene.settle(() -> touches(scene).findAny().isPresent() && Beginnings.ready(scene));

      assertThat(scene.thrift().takeWasted()).filteredOn(write -> write.startsWith("PATCH pods/")).isEmpty();
    }
  }

  private static Stream<String> touches(Scene scene) {
    return scene.operator().api().writes().stream().filter(write -> write.startsWith("PATCH pods/"));
  }

  private static List<String> writes(Scene scene) {
    return scene.operator().api().writes().stream().filter(write -> write.endsWith(" deployments/s")).toList();
  }
}

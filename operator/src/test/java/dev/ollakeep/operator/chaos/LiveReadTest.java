package dev.ollakeep.operator.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a credential write rests on is asked of the API server: a cache may not know of a pod that serves already. */
@RequiresApiServer
class LiveReadTest {

  private static final int LATE_MILLIS = 6_000;

  @Test
  void aPodThatNoWatchHasToldOfYetIsWaitedFor(ApiServer api) {
    try (var scene = new Scene(api, new ShiftedClock(), 1)) {
      var rotation = Workflows.named("every secret is rotated by the request of the server");
      rotation.prepare().accept(scene);
      scene.operator().api().play(Faults.late(call -> call.uri().getPath().endsWith("/pods"), LATE_MILLIS));
      scene.edit("{\"replicas\":3}");
      await().atMost(Duration.ofSeconds(LATE_MILLIS / 1000)).until(() -> scene.pods().uids().size() == 3);

      scene.settle(rotation.act().apply(scene));

      assertThat(scene.ledger().takeBroken()).isEmpty();
    }
  }
}

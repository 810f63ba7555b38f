package dev.ollakeep.operator.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** An operator that starts while the API server is not ready for it. */
@RequiresApiServer
class StartTest {

  /** More than one start lasts, in which the client asks three times. */
  private static final int REFUSALS = 7;

  @Test
  void whoIsAskedToComeAgainDoesSo(ApiServer api) {
    try (var scene = new Scene(api, new ShiftedClock(), 1)) {
      var refused = new AtomicInteger();
      scene.revive((call, write) -> call.isList() && call.uri().getPath().endsWith("/ollamaservers")
          && refused.incrementAndGet() <= REFUSALS ? Fate.TOO_MANY_REQUESTS : Fate.PASS);

      scene.settle(Beginnings.create(scene));

      assertThat(refused.get()).isGreaterThan(REFUSALS);
    }
  }
}

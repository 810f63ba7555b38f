package dev.ollakeep.operator.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import dev.ollakeep.testing.SideBySide;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A write that was stored although its answer was lost is the operator's own: it calls nobody a rival for it. */
@RequiresApiServer
class LostAnswersTest {

  private static final Workflow ROTATION = Workflows.named("every secret is rotated by the request of the server");
  private static final int ROUNDS = 4;

  @SideBySide
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void nobodyIsCalledARival(int write, ApiServer api) {
    try (var scene = new Scene(api, new ShiftedClock(), write)) {
      for (int round = 1; round <= ROUNDS; round++) {
        ROTATION.prepare().accept(scene);
        var writes = new AtomicInteger();
        scene.operator().api().play((call, number) -> isOfProxies(call) && writes.incrementAndGet() == write
            ? Fate.APPLIED_RESET : Fate.PASS);

        scene.settle(ROTATION.act().apply(scene));

        assertThat(writes.get()).as("writes of the proxies' Secret").isGreaterThanOrEqualTo(write);
        assertThat(scene.story()).as("round %d", round).doesNotContain("CredentialContention");
      }
    }
  }

  private static boolean isOfProxies(ApiCall call) {
    return call.isWrite() && call.toString().endsWith("secrets/s-proxy-auth");
  }
}

package dev.ollakeep.operator.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.leak.CapturedLog;
import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import dev.ollakeep.testing.RequiresNginx;
import dev.ollakeep.testing.RunsAlone;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rotations while clients work: what they lose, which must be nothing.
 *
 * <p>The ordinary run is 50 rotations, half of them on one pod, half on three; {@code make soak} goes on for long.
 */
@RequiresApiServer
@RequiresNginx
@RunsAlone
class RotationUnderLoadTest {

  private static final int SHARES = 2;

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void rotationsUnderLoadFailNoRequestAndRestartNothing(int replicas, ApiServer api) throws Exception {
    var campaign = new Campaign("rotation-under-load-" + replicas);
    try (var log = CapturedLog.begin();
        var site = Site.open(api, "load");
        var server = BusyServer.open(site, replicas, Storm.password(campaign.random("source")))) {
      var before = server.identity();
      var load = new Load(server.pods(), server.logins(), campaign.pause());
      try (load) {
        rotateUnder(load, server, campaign);
        new NegativeSide(server).holds();
        server.untilSettled();
      }
      campaign.report(load.summary());
      assertThat(load.failures()).as("what clients lost").isEmpty();
      assertThat(server.identity()).as("containers before and after").isEqualTo(before);
      campaign.report(LeakScan.of(site, server.mounted().known())
          .nothingLeaked(String.join("\n", log.lines()), LeakScan.logs(site)));
    }
  }

  /** Each worker at a pace of its own, and at last everybody at once. */
  private static void rotateUnder(Load load, BusyServer server, Campaign campaign) throws Exception {
    var storm = new Storm(server, () -> 1, campaign);
    storm.rageUntil(() -> storm.rotations() >= campaign.rotations() / SHARES && load.requests() >= campaign.requests() / SHARES);
    storm.join();
    server.rotateEverybody();
    campaign.report(storm.rotations() + " rotations one by one, then everybody at once");
  }
}

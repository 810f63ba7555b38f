package dev.ollakeep.operator.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import dev.ollakeep.testing.RequiresNginx;
import dev.ollakeep.testing.RunsAlone;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * The operator is killed at random moments while everybody is rotated: no client is ever locked out, and it always ends well.
 *
 * <p>Five kills in the ordinary run; {@code make soak} goes on to a hundred.
 */
@RequiresApiServer
@RequiresNginx
@RunsAlone
class KillStormTest {

  /** Some die before they have written anything, some in the middle of several rotations. */
  private static final int LONGEST_LIFE_MILLIS = 4000;

  @Test
  void noClientIsLockedOutHoweverOftenTheOperatorIsKilled(ApiServer api) throws Exception {
    var campaign = new Campaign("kill-storm");
    var namespace = api.freshNamespace("kill");
    try (var operator = OperatorProcess.start(api, namespace);
        var site = Site.of(api, namespace, operator);
        var server = BusyServer.open(site, 2, Storm.password(campaign.random("source")))) {
      var before = server.identity();
      var load = new Load(server.pods(), server.logins(), campaign.pause());
      try (load) {
        killUnder(operator, server, campaign);
        server.untilSettled();
      } finally {
        campaign.keep("operator.log", operator.log());
      }
      campaign.report(load.summary());
      assertThat(load.failures()).as("what clients lost").isEmpty();
      assertThat(server.identity()).as("containers before and after").isEqualTo(before);
      campaign.report(LeakScan.of(site, server.mounted().known()).nothingLeaked(operator.log(), LeakScan.logs(site)));
    }
  }

  private static void killUnder(OperatorProcess operator, BusyServer server, Campaign campaign) throws Exception {
    var over = new AtomicBoolean();
    var storm = new Storm(server, operator::lives, campaign);
    storm.rageUntil(over::get);
    var random = campaign.random("killer");
    for (int kill = 1; kill <= campaign.kills(); kill++) {
      letLive(operator, random);
      operator.kill();
      operator.start();
    }
    over.set(true);
    storm.join();
    campaign.report(campaign.kills() + " kills, " + storm.rotations() + " rotations");
  }

  /** One in eight dies while it starts. */
  private static void letLive(OperatorProcess operator, Random random) throws InterruptedException {
    if (random.nextInt(8) > 0) {
      Site.until("the operator is ready", operator::isReadyOrEnded);
    }
    Thread.sleep(random.nextInt(LONGEST_LIFE_MILLIS));
  }
}

package dev.ollakeep.operator.proxy.flood;

import static dev.ollakeep.operator.proxy.nginx.ProxySandbox.OLLAMA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.proxy.nginx.ProxySandbox;
import dev.ollakeep.operator.system.Campaign;
import dev.ollakeep.testing.NginxBinary;
import dev.ollakeep.testing.RequiresNginx;
import dev.ollakeep.testing.RunsAlone;
import dev.ollakeep.testing.ollama.FakeOllama;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Under each flood the proxy stays below its share of the memory limit, and nobody who was let in is refused.
 *
 * <p>Five seconds each in the ordinary run, a minute in {@code make soak}. How fast others are answered is printed: it depends on
 * what else the machine does.
 */
@RequiresNginx
@RunsAlone
class FloodTableTest {

  private static Campaign campaign;

  @BeforeAll
  static void begin() {
    campaign = new Campaign("floods");
    campaign.report(Watch.HEAD);
  }

  @ParameterizedTest
  @EnumSource(Flood.class)
  void memoryIsBoundedAndOthersAreServed(Flood flood, NginxBinary nginx) throws Exception {
    try (var proxy = ProxySandbox.knowingAlice(nginx, text -> text); var ollama = FakeOllama.start(proxy.at(OLLAMA))) {
      var process = proxy.startServing();
      var watch = new Watch(flood, new InetSocketAddress(proxy.at(0).getAddress(), flood.port().number()), () -> ProcessMemory.of(process));
      watch.during(Duration.ofSeconds(campaign.floodSeconds()), proxy.at(ProxySandbox.PUBLIC), ProxySandbox.ALICE);
      campaign.report(watch.row());
      assertThat(watch.peak()).as("memory under %s", flood.sentence()).isLessThan(Watch.SHARE);
      assertThat(watch.failures()).as("answers to others under %s", flood.sentence()).isEmpty();
    }
  }
}

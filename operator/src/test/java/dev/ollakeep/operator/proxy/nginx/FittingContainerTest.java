package dev.ollakeep.operator.proxy.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.NginxBinary;
import dev.ollakeep.testing.RequiresNginx;
import java.nio.file.Files;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nginx is asked for no more than the memory of its container bears. */
@RequiresNginx
@Timeout(120)
class FittingContainerTest {

  /** A new limit of the resource is in the volume of a pod that still has the old one, and may have to serve on with it. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "memory.max=268435456, 6, 256", "memory/memory.limit_in_bytes=536870912, 14, 256", "memory.max=8388608, 2, 256",
    "memory.max=max, 64, 16384", "memory/memory.limit_in_bytes=9223372036854771712, 64, 16384", "memory.max=68719476736, 64, 16384"})
  void noMoreIsAskedOfTheContainerThanItHas(String limit, int workers, int connections, NginxBinary nginx) throws Exception {
    var large = ProxyConfig.of(SettingsExample.settings("{proxy: {resources: {limits: {memory: 64Gi, cpu: 64}}}}"));
    try (var proxy = new ProxySandbox(nginx)) {
      proxy.limitMemory(limit.split("=")[0], limit.split("=")[1]);
      proxy.publish(large);
      proxy.start();
      proxy.awaitLive(large.version());

      assertThat(Files.readAllLines(proxy.run().resolve("active/conf/live.conf")))
          .contains("worker_processes " + workers + ";", "  worker_connections " + connections + ";")
          .hasSameSizeAs(Files.readAllLines(proxy.run().resolve("active/conf/nginx.conf")));
    }
  }
}

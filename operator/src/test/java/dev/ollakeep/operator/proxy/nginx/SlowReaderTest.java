package dev.ollakeep.operator.proxy.nginx;

import static dev.ollakeep.operator.proxy.nginx.ProxySandbox.OLLAMA;
import static dev.ollakeep.operator.proxy.nginx.ProxySandbox.PUBLIC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.proxy.nginx.SandboxAddress.Family;
import dev.ollakeep.testing.NginxBinary;
import dev.ollakeep.testing.RequiresNginx;
import dev.ollakeep.testing.ollama.FakeOllama;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** With the pod its network goes: what the kernel has not delivered by then never arrives, and neither does its end. */
@RequiresNginx
class SlowReaderTest {

  private static final int SMALLEST_BUFFER = 2304;

  @ParameterizedTest
  @MethodSource("dev.ollakeep.operator.proxy.nginx.SandboxAddress#families")
  void theContainerEndsOnlyWhenClientsHaveReceivedEverything(Family family, NginxBinary nginx) throws Exception {
    try (var proxy = new ProxySandbox(nginx, family)) {
      proxy.auth().publish(new AuthFiles().user("alice", "user", "a-secret-of-alice").files());
      var config = ProxyConfig.of(SettingsExample.DEFAULTS.settings());
      proxy.publish(config);
      var process = proxy.start();
      proxy.awaitLive(config.version());
      try (var ollama = FakeOllama.start(proxy.at(OLLAMA)); var client = new Socket()) {
        client.setReceiveBufferSize(SMALLEST_BUFFER);
        client.connect(proxy.at(PUBLIC));
        client.setSoTimeout(20_000);
        client.getOutputStream().write(request().getBytes(StandardCharsets.US_ASCII));
        proxy.await().alias("nginx has the whole answer").until(() -> proxy.accessLog().contains("/api/generate"));
        assertThat(ollama.generating()).isZero();

        process.destroy();
        proxy.await().until(() -> proxy.errorLog().contains("waiting for clients that have not received everything"));
        assertThat(process.isAlive()).as("while the client has not read").isTrue();
        assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)).contains("\"done\":true");
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
      }
    }
  }

  private static String request() {
    var body = "{\"model\":\"tiny\",\"prompt\":\"count ~\",\"options\":{\"num_predict\":300,\"fake_delay_ms\":0}}";
    return "POST /api/generate HTTP/1.1\r\nHost: x\r\nAuthorization: " + AuthFiles.basic("alice", "a-secret-of-alice")
        + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }
}

package dev.ollakeep.operator.proxy.nginx;

import static dev.ollakeep.operator.proxy.nginx.ProxySandbox.INTERNAL;
import static dev.ollakeep.operator.proxy.nginx.ProxySandbox.OLLAMA;
import static dev.ollakeep.operator.proxy.nginx.ProxySandbox.PUBLIC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.proxy.ProxyContract;
import dev.ollakeep.operator.proxy.nginx.SandboxAddress.Family;
import dev.ollakeep.testing.NginxBinary;
import dev.ollakeep.testing.RequiresNginx;
import dev.ollakeep.testing.SideBySide;
import dev.ollakeep.testing.ollama.FakeOllama;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The proxy serves by IPv4 and by IPv6 alike, and by what there is where the kernel has one of them only. */
@RequiresNginx
@Timeout(120)
class BothFamiliesTest {

  private static final String FAMILIES = "dev.ollakeep.operator.proxy.nginx.SandboxAddress#families";
  private static final ProxyConfig CONFIG = ProxyConfig.of(SettingsExample.DEFAULTS.settings());

  @SideBySide
  @ParameterizedTest
  @MethodSource(FAMILIES)
  void everyListenerAnswers(Family family, NginxBinary nginx) throws Exception {
    try (var proxy = knowingAlice(nginx, family); var ollama = FakeOllama.start(proxy.at(OLLAMA))) {
      proxy.publish(CONFIG);
      proxy.start();
      proxy.awaitLive(CONFIG.version());

      for (var path : List.of(ProxyContract.LIVENESS, ProxyContract.READINESS, ProxyContract.AUTH_REVISION)) {
        assertThat(proxy.get(INTERNAL, path).statusCode()).as(path).isEqualTo(200);
      }
      assertThat(proxy.get(PUBLIC, "/api/tags").statusCode()).isEqualTo(401);
      var alices = proxy.request(PUBLIC, "/api/tags").header("Authorization", ProxySandbox.ALICE).build();
      assertThat(proxy.send(alices).statusCode()).isEqualTo(200);
      assertThat(ollama.requests()).filteredOn(request -> request.path().equals("/api/tags")).singleElement().satisfies(request ->
          assertThat(request.header("X-Forwarded-For")).hasValue(family == Family.IPV4 ? "127.0.0.1" : "::1"));
    }
  }

  @SideBySide
  @ParameterizedTest
  @MethodSource(FAMILIES)
  void onTerminationRunningStreamsFinishAndNoNewOnesBegin(Family family, NginxBinary nginx) throws Exception {
    try (var proxy = knowingAlice(nginx, family); var ollama = FakeOllama.start(proxy.at(OLLAMA)); var client = new Socket()) {
      proxy.publish(CONFIG);
      var process = proxy.start();
      proxy.awaitLive(CONFIG.version());
      client.connect(proxy.at(PUBLIC));
      client.setSoTimeout(20_000);
      client.getOutputStream().write(streamRequest().getBytes(StandardCharsets.US_ASCII));
      var answer = new StringBuilder();
      readUntil(client.getInputStream(), answer, "\"done\":false");

      process.destroy();
      for (var other : SandboxAddress.families().toList()) {
        proxy.await().until(() -> !proxy.accepts(other, PUBLIC));
        proxy.await().alias("rotations do not wait for a pod that nobody can log in to").until(() -> !proxy.accepts(other, INTERNAL));
      }
      assertThat(ollama.generating()).as("streams, while all ports are closed").isEqualTo(1);
      readUntil(client.getInputStream(), answer, "\"done\":true");

      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(answer.toString().split("\"done\":false", -1)).hasSizeGreaterThanOrEqualTo(100);
      assertThat(ollama.generating()).isZero();
      assertThat(proxy.errorLog().lines()).containsExactly(
          "ollakeep-proxy: configuration " + CONFIG.version() + " accepted", "ollakeep-proxy: finishing running requests");
    }
  }

  /** What nginx would refuse there is the whole configuration, and every one after it. */
  @SideBySide
  @Test
  void aKernelWithoutIpv6GetsNoListenerOfIt(NginxBinary nginx) throws Exception {
    try (var proxy = knowingAlice(nginx, Family.IPV4)) {
      proxy.withoutIpv6();
      proxy.publish(CONFIG);
      proxy.start();
      proxy.awaitLive(CONFIG.version());

      var given = Files.readString(proxy.run().resolve("active/conf/" + ProxyContract.NGINX_CONF));
      assertThat(Files.readString(proxy.run().resolve("active/conf/live.conf")).lines())
          .containsExactlyElementsOf(given.lines().filter(line -> !line.contains("listen [")).toList());
      if (SandboxAddress.hasIpv6()) {
        assertThat(proxy.accepts(Family.IPV6, PUBLIC)).isFalse();
        assertThat(proxy.accepts(Family.IPV6, INTERNAL)).isFalse();
      }
      proxy.reload();
      assertThat(proxy.terminate()).isZero();
    }
  }

  private static ProxySandbox knowingAlice(NginxBinary nginx, Family family) throws Exception {
    var proxy = new ProxySandbox(nginx, family);
    proxy.auth().publish(new AuthFiles().user("alice", "user", "a-secret-of-alice").files());
    return proxy;
  }

  private static String streamRequest() {
    var body = "{\"model\":\"tiny\",\"prompt\":\"count ~\",\"options\":{\"num_predict\":200,\"fake_delay_ms\":50}}";
    return "POST /api/generate HTTP/1.1\r\nHost: x\r\nAuthorization: " + ProxySandbox.ALICE
        + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private static void readUntil(InputStream stream, StringBuilder seen, String text) throws Exception {
    while (seen.indexOf(text) < 0) {
      int next = stream.read();
      assertThat(next).as("end of the stream after " + seen).isNotNegative();
      seen.append((char) next);
    }
  }
}

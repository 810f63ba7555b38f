package dev.ollakeep.operator.proxy;

import static dev.ollakeep.operator.proxy.ProxySandbox.INTERNAL;
import static dev.ollakeep.operator.proxy.ProxySandbox.OLLAMA;
import static dev.ollakeep.operator.proxy.ProxySandbox.PUBLIC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.NginxBinary;
import dev.ollakeep.testing.RequiresNginx;
import dev.ollakeep.testing.ollama.FakeOllama;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@RequiresNginx
@Timeout(120)
class EntryScriptTest {

  private static final ProxyConfig FIRST = ProxyConfig.of(SettingsExample.DEFAULTS.settings());
  private static final ProxyConfig SECOND = ProxyConfig.of(SettingsExample.EVERYTHING_AT_ONCE.settings());

  private ProxySandbox proxy;

  @BeforeEach
  void sandbox(NginxBinary nginx) throws Exception {
    proxy = new ProxySandbox(nginx);
    proxy.auth().publish(new Accounts().user("alice", "user", "a-secret-of-alice").files());
  }

  @AfterEach
  void close() throws Exception {
    proxy.close();
  }

  @Test
  void aNewConfigurationGoesLiveWithoutARestart() throws Exception {
    proxy.publish(FIRST);
    var process = proxy.start();
    proxy.awaitLive(FIRST.version());

    proxy.publish(SECOND);

    proxy.awaitLive(SECOND.version());
    assertThat(process.isAlive()).isTrue();
  }

  @Test
  void aBrokenConfigurationNeverGoesLiveAndIsReportedUntilAGoodOneComes() throws Exception {
    proxy.publish(FIRST);
    proxy.start();
    proxy.awaitLive(FIRST.version());

    publishBroken();
    proxy.awaitConfigz("{\"live\":\"" + FIRST.version() + "\",\"rejected\":\"broken1\"}");
    assertThat(proxy.get(INTERNAL, "/livez").statusCode()).isEqualTo(200);
    assertThat(proxy.errorLog()).contains("unknown directive \"no_such_directive\"").contains("configuration broken1 refused");

    proxy.publish(SECOND);
    proxy.awaitLive(SECOND.version());
  }

  @Test
  void aRejectionIsForgottenWhenTheConfigurationIsTakenBack() throws Exception {
    proxy.publish(FIRST);
    proxy.start();
    proxy.awaitLive(FIRST.version());
    publishBroken();
    proxy.awaitConfigz("{\"live\":\"" + FIRST.version() + "\",\"rejected\":\"broken1\"}");

    proxy.publish(FIRST);

    proxy.awaitLive(FIRST.version());
  }

  @Test
  void aRefusedConfigurationIsPrintedOnceAndTriedAgain() throws Exception {
    proxy.publish(FIRST);
    proxy.start();
    proxy.awaitLive(FIRST.version());
    publishBroken();
    proxy.awaitConfigz("{\"live\":\"" + FIRST.version() + "\",\"rejected\":\"broken1\"}");
    var tested = Files.getLastModifiedTime(proxy.run().resolve("test.log"));

    proxy.await().until(() -> Files.getLastModifiedTime(proxy.run().resolve("test.log")).compareTo(tested) > 0);

    assertThat(proxy.errorLog().split("configuration broken1 refused", -1)).hasSize(2);
  }

  @Test
  void aRestartWithABrokenConfigMapComesUpWithTheLastGoodOne() throws Exception {
    proxy.publish(FIRST);
    proxy.start();
    proxy.awaitLive(FIRST.version());
    proxy.kill();

    publishBroken();
    proxy.start();

    proxy.awaitConfigz("{\"live\":\"" + FIRST.version() + "\",\"rejected\":\"broken1\"}");
  }

  @Test
  void aRestartMendsWhatAKillBetweenTwoMovesLeft() throws Exception {
    proxy.publish(FIRST);
    proxy.start();
    proxy.awaitLive(FIRST.version());
    proxy.kill();
    assertThat(proxy.run().resolve("auth.sock")).exists();
    Files.move(proxy.run().resolve("active"), proxy.run().resolve("old"));
    Files.createDirectories(proxy.run().resolve("next/conf"));

    publishBroken();
    proxy.start();

    proxy.awaitConfigz("{\"live\":\"" + FIRST.version() + "\",\"rejected\":\"broken1\"}");
  }

  @Test
  void withoutAnyGoodConfigurationItEndsAndSaysSo() throws Exception {
    publishBroken();

    var process = proxy.start();

    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(proxy.errorLog()).contains("no configuration that nginx accepts");
  }

  @Test
  void whenNginxDiesTheContainerEndsWithAnError() throws Exception {
    proxy.publish(FIRST);
    var process = proxy.start();
    proxy.awaitLive(FIRST.version());

    process.children().filter(child -> child.info().command().orElse("").contains("nginx")).forEach(ProcessHandle::destroyForcibly);

    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(proxy.errorLog()).contains("nginx ended by itself");
  }

  @Test
  void onTerminationRunningStreamsFinishAndNoNewOnesBegin() throws Exception {
    proxy.publish(FIRST);
    var process = proxy.start();
    proxy.awaitLive(FIRST.version());
    try (var ollama = FakeOllama.start(proxy.at(OLLAMA)); var client = new Socket()) {
      client.connect(proxy.at(PUBLIC));
      client.setSoTimeout(20_000);
      client.getOutputStream().write(streamRequest().getBytes(StandardCharsets.US_ASCII));
      var answer = new StringBuilder();
      readUntil(client.getInputStream(), answer, "\"done\":false");

      process.destroy();
      proxy.await().until(() -> !proxy.accepts(PUBLIC));
      proxy.await().alias("rotations do not wait for a pod that nobody can log in to").until(() -> !proxy.accepts(INTERNAL));
      assertThat(ollama.generating()).as("streams, while both ports are closed").isEqualTo(1);
      readUntil(client.getInputStream(), answer, "\"done\":true");

      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(answer.toString().split("\"done\":false", -1)).hasSizeGreaterThanOrEqualTo(100);
      assertThat(ollama.generating()).isZero();
    }
  }

  @Test
  void swapsWhileItLooksAreSurvived() throws Exception {
    proxy.publish(FIRST);
    proxy.start();
    proxy.awaitLive(FIRST.version());

    for (int i = 0; i < 200; i++) {
      proxy.publish(i % 2 == 0 ? SECOND : FIRST);
    }
    proxy.publish(SECOND);

    proxy.awaitLive(SECOND.version());
    assertThat(proxy.errorLog()).doesNotContain("refused");
  }

  @Test
  void aVolumeThatIsGoneForAWhileChangesNothing() throws Exception {
    proxy.publish(FIRST);
    var process = proxy.start();
    proxy.awaitLive(FIRST.version());

    proxy.conf().lose();
    proxy.await().alias("it tries to copy").until(() -> Files.exists(proxy.run().resolve("next")));
    assertThat(process.isAlive()).isTrue();
    proxy.awaitLive(FIRST.version());

    proxy.publish(SECOND);
    proxy.awaitLive(SECOND.version());
  }

  @Test
  void anotherCertificateIsAReload() throws Exception {
    var tls = proxy.tls();
    tls.publish(Map.of("tls.crt", "first", "tls.key", "k"));
    proxy.publish(FIRST);
    proxy.start();
    proxy.awaitLive(FIRST.version());
    assertThat(proxy.run().resolve("active/tls/tls.crt")).hasContent("first");

    tls.publish(Map.of("tls.crt", "second", "tls.key", "k"));

    proxy.await().ignoreExceptions().until(() -> Files.readString(proxy.run().resolve("active/tls/tls.crt")), "second"::equals);
    proxy.await().until(() -> proxy.errorLog().split("accepted", -1).length == 3);
    proxy.awaitLive(FIRST.version());
  }

  private void publishBroken() throws Exception {
    var files = proxy.relocated(SECOND);
    files.put(ProxyConfig.NGINX_CONF, "no_such_directive on;\n" + files.get(ProxyConfig.NGINX_CONF));
    files.put(ProxyConfig.VERSION, "broken1");
    proxy.conf().publish(files);
  }

  private static String streamRequest() {
    var body = "{\"model\":\"tiny\",\"prompt\":\"count ~\",\"options\":{\"num_predict\":100,\"fake_delay_ms\":50}}";
    return "POST /api/generate HTTP/1.1\r\nHost: x\r\nAuthorization: " + Accounts.basic("alice", "a-secret-of-alice")
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

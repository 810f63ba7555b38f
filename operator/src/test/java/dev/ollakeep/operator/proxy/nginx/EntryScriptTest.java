package dev.ollakeep.operator.proxy.nginx;

import static dev.ollakeep.operator.proxy.nginx.ProxySandbox.INTERNAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.proxy.ProxyContract;
import dev.ollakeep.testing.NginxBinary;
import dev.ollakeep.testing.RequiresNginx;
import dev.ollakeep.testing.SideBySide;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RequiresNginx
@Timeout(120)
class EntryScriptTest {

  private static final ProxyConfig FIRST = ProxyConfig.of(SettingsExample.DEFAULTS.settings());
  private static final ProxyConfig SECOND = ProxyConfig.of(SettingsExample.EVERYTHING_AT_ONCE.settings());

  private ProxySandbox proxy;

  @BeforeEach
  void sandbox(NginxBinary nginx) throws Exception {
    proxy = new ProxySandbox(nginx);
    proxy.auth().publish(new AuthFiles().user("alice", "user", "a-secret-of-alice").files());
  }

  @AfterEach
  void close() throws Exception {
    proxy.close();
  }

  @SideBySide
  @ParameterizedTest(name = "with IPv6: {0}")
  @ValueSource(booleans = {true, false})
  void aCleanStartPrintsOneLine(boolean ipv6) throws Exception {
    if (!ipv6) {
      proxy.withoutIpv6();
    }
    proxy.publish(FIRST);
    proxy.start();
    proxy.awaitLive(FIRST.version());

    assertThat(proxy.errorLog()).isEqualTo("ollakeep-proxy: configuration " + FIRST.version() + " accepted\n");
    assertThat(proxy.accessLog()).isEmpty();
  }

  @SideBySide
  @Test
  void aStartWithAConfigurationOfBeforePrintsOneLineToo() throws Exception {
    proxy.publish(FIRST);
    proxy.start();
    proxy.awaitLive(FIRST.version());
    proxy.kill();

    proxy.publish(SECOND);
    proxy.start();
    proxy.awaitLive(SECOND.version());

    assertThat(proxy.errorLog().lines()).containsExactly(
        "ollakeep-proxy: configuration " + FIRST.version() + " accepted",
        "ollakeep-proxy: configuration " + SECOND.version() + " accepted");
  }

  @SideBySide
  @Test
  void aNewConfigurationGoesLiveWithoutARestart() throws Exception {
    proxy.publish(FIRST);
    var process = proxy.start();
    proxy.awaitLive(FIRST.version());

    proxy.publish(SECOND);

    proxy.awaitLive(SECOND.version());
    assertThat(process.isAlive()).isTrue();
  }

  @SideBySide
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

  @SideBySide
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

  @SideBySide
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

  @SideBySide
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

  @SideBySide
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

  @SideBySide
  @Test
  void withoutAnyGoodConfigurationItEndsAndSaysSo() throws Exception {
    publishBroken();

    var process = proxy.start();

    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(proxy.errorLog()).contains("no configuration that nginx accepts");
  }

  @SideBySide
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

  @SideBySide
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

  @SideBySide
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

  @SideBySide
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
    files.put(ProxyContract.NGINX_CONF, "no_such_directive on;\n" + files.get(ProxyContract.NGINX_CONF));
    files.put(ProxyContract.VERSION, "broken1");
    proxy.conf().publish(files);
  }
}

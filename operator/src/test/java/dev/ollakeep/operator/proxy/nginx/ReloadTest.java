package dev.ollakeep.operator.proxy.nginx;

import static dev.ollakeep.operator.proxy.nginx.ProxySandbox.OLLAMA;
import static dev.ollakeep.operator.proxy.nginx.ProxySandbox.PUBLIC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.proxy.ProxyContract;
import dev.ollakeep.testing.NginxBinary;
import dev.ollakeep.testing.RequiresNginx;
import dev.ollakeep.testing.ollama.FakeOllama;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@RequiresNginx
@Timeout(120)
class ReloadTest {

  private static final String SECRET = "a-secret-of-alice";
  private static final List<ProxyConfig> CONFIGS = List.of(wide("1h"), wide("2h"));

  private ProxySandbox proxy;
  private FakeOllama ollama;

  @BeforeEach
  void start(NginxBinary nginx) throws Exception {
    proxy = new ProxySandbox(nginx);
    ollama = FakeOllama.start(proxy.at(OLLAMA));
    proxy.auth().publish(new AuthFiles().user("alice", "user", SECRET).files());
    proxy.publish(CONFIGS.get(0));
    proxy.start();
    proxy.awaitLive(CONFIGS.get(0).version());
  }

  @AfterEach
  void close() throws Exception {
    proxy.close();
    ollama.close();
  }

  @Test
  void reloadsUnderLoadLoseNoRequest() throws Exception {
    try (var load = new KeepAliveLoad(proxy.at(PUBLIC), AuthFiles.basic("alice", SECRET)).start()) {
      for (int reload = 1; reload <= 10; reload++) {
        var before = load.answered();
        var config = CONFIGS.get(reload % 2);
        proxy.publish(config);
        proxy.awaitLive(config.version());
        proxy.await().until(() -> load.answered() > before + 100);
      }
      load.close();

      assertThat(load.failures()).isEmpty();
      assertThat(load.answered()).isGreaterThan(1000);
    }
  }

  /**
   * No request sees more than one swap: kubelet makes at most one a second. Every swap changes the role, and with it the file
   * that holds the hash, so a request that saw two could miss all of them.
   */
  @Test
  void swapsOfTheAuthVolumeUnderLoadLoseNoRequest() throws Exception {
    try (var load = new KeepAliveLoad(proxy.at(PUBLIC), AuthFiles.basic("alice", SECRET)).start()) {
      for (int swap = 2; swap <= 500; swap++) {
        var role = List.of("viewer", "user", "modelmanager", "admin").get(swap % 4);
        proxy.auth().publish(new AuthFiles().user("alice", role, SECRET).revision(swap).files());
        var before = load.byClient();
        proxy.await().until(() -> load.fewestSince(before) >= 2);
      }
      load.close();

      assertThat(load.failures()).isEmpty();
      assertThat(load.answered()).isGreaterThan(4000);
    }
  }

  /** New connections are refused, and reset when they had waited to be accepted: a Service sends none by then. */
  @Test
  void onTerminationRequestsOfOpenConnectionsAreStillAnswered() throws Exception {
    try (var load = new KeepAliveLoad(proxy.at(PUBLIC), AuthFiles.basic("alice", SECRET)).start()) {
      proxy.await().until(() -> load.answered() > 200);

      int exit = proxy.terminate();
      load.close();

      assertThat(exit).isZero();
      assertThat(load.failures()).allSatisfy(failure -> assertThat(failure)
          .startsWith(KeepAliveLoad.UNUSED).containsAnyOf("java.net.ConnectException", "Connection reset"));
    }
  }

  /** A test of a configuration cannot know what the running process would have to give up: here the key of a zone it shares. */
  @Test
  void aConfigurationThatOnlyTheRunningProcessRefusesIsReported() throws Exception {
    var files = proxy.relocated(CONFIGS.get(1));
    files.computeIfPresent(ProxyContract.NGINX_CONF, (name, text) ->
        text.replace("limit_req_zone $auth_user zone", "limit_req_zone $remote_addr zone"));

    proxy.conf().publish(files);

    proxy.await().until(() -> proxy.errorLog().contains("while previously it used"));
    proxy.awaitConfigz("{\"live\":\"" + CONFIGS.get(0).version() + "\",\"rejected\":\"" + CONFIGS.get(1).version() + "\"}");
  }

  private static ProxyConfig wide(String read) {
    return ProxyConfig.of(SettingsExample.settings("""
        {proxy: {timeouts: {read: %s}, limits: {requestsPerSecond: 100000, requestBurst: 100000}}}""".formatted(read)));
  }
}

package dev.ollakeep.operator.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import dev.ollakeep.testing.RequiresNginx;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/**
 * A played pod's Nginx reads the operator's own files: nothing differs but bind addresses and directories.
 *
 * <p>Every other test of this package stands on that.
 */
@RequiresApiServer
@RequiresNginx
class RelocatedFilesTest {

  @Test
  void whatNginxReadsIsTheConfigMapOnceAddressesAndDirectoriesAreUndone(ApiServer api) throws Exception {
    try (var site = Site.open(api, "relocated")) {
      site.create("hello", "storage: {type: Ephemeral}\nauth: {users: [{name: alice, role: User}]}\n");
      var pod = site.pods().get(0);
      var rendered = site.client().configMaps().inNamespace(site.namespace()).withName("hello-proxy").get().getData();
      assertThat(rendered).containsKeys("nginx.conf", "entrypoint.sh", "version");
      rendered.forEach((key, text) -> assertThat(pod.declared("proxy", "/etc/ollakeep/conf/" + key)).as(key).isEqualTo(text));
      var live = pod.rootOf("proxy").resolve("run/ollakeep/active/conf/live.conf");
      assertThat(Files.readString(live)).contains("listen " + pod.podIp() + ":8080;");
      // A played pod has no IPv6, as its addresses are all of IPv4.
      var ofIpv4 = rendered.get("nginx.conf").replaceAll("(?m)^ *listen \\[::\\]:[^\n]*\n", "");
      assertThat(ofIpv4).isNotEqualTo(rendered.get("nginx.conf"));
      assertThat(pod.declared("proxy", "/run/ollakeep/active/conf/live.conf")).isEqualTo(ofIpv4);
    }
  }

  /** Under the user of its container, to whom a kubelet's files are for reading only. */
  @Test
  void aCleanStartPrintsOneLine(ApiServer api) throws Exception {
    try (var site = Site.open(api, "start")) {
      site.create("hello", "storage: {type: Ephemeral}\nauth: {users: [{name: alice, role: User}]}\n");

      var version = site.client().configMaps().inNamespace(site.namespace()).withName("hello-proxy").get().getData().get("version");
      assertThat(site.pods().get(0).log("proxy").lines().filter(line -> !line.startsWith("{")))
          .containsExactly("ollakeep-proxy: configuration " + version + " accepted");
    }
  }
}

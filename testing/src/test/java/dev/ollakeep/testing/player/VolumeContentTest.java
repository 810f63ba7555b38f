package dev.ollakeep.testing.player;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which files a declared volume holds, with which modes, and what happens when its source is not there. */
class VolumeContentTest {

  private static final VolumeContent CONTENT = new VolumeContent(new VolumeContent.Sources() {
    @Override
    public Optional<ConfigMap> configMap(String name) {
      ConfigMap map = new ConfigMapBuilder().addToData("nginx.conf", "text").addToBinaryData("bin", "AQI=").build();
      return Optional.of(map).filter(found -> name.equals("conf"));
    }

    @Override
    public Optional<Secret> secret(String name) {
      Secret secret = new SecretBuilder().addToData("htpasswd", "dGV4dA==").addToData("role.user.alice", "").build();
      return Optional.of(secret).filter(found -> name.equals("auth"));
    }
  }, String::toUpperCase);

  @Test
  void configMapsAreRelocatedTextAndBytesAreNot() {
    assertThat(files("configMap: {name: conf, defaultMode: 288}")).isEqualTo(Map.of("nginx.conf", "TEXT 440", "bin", "\1\2 440"));
  }

  @Test
  void secretsAreNeverRelocated() {
    assertThat(files("secret: {secretName: auth}")).isEqualTo(Map.of("htpasswd", "text 644", "role.user.alice", " 644"));
  }

  @Test
  void itemsChooseAndRename() {
    assertThat(files("secret: {secretName: auth, items: [{key: htpasswd, path: d/users, mode: 256}]}"))
        .isEqualTo(Map.of("d/users", "text 400"));
  }

  @Test
  void projectedVolumesUniteTheirSources() {
    assertThat(files("projected: {defaultMode: 292, sources: [{secret: {name: auth}}, {configMap: {name: conf, items: "
        + "[{key: nginx.conf, path: x}]}}, {secret: {name: absent, optional: true}}]}"))
        .isEqualTo(Map.of("htpasswd", "text 444", "role.user.alice", " 444", "x", "TEXT 444"));
  }

  @Test
  void whatIsMissingIsEmptyOrAReasonToWait() {
    assertThat(files("secret: {secretName: absent, optional: true}")).isEmpty();
    assertThat(files("secret: {secretName: auth, optional: true, items: [{key: nope, path: x}]}")).isEmpty();
    assertThatThrownBy(() -> files("secret: {secretName: absent}")).isInstanceOf(VolumeContent.MissingSource.class)
        .hasMessage("secret \"absent\" not found");
    assertThatThrownBy(() -> files("configMap: {name: conf, items: [{key: nope, path: x}]}"))
        .isInstanceOf(VolumeContent.MissingSource.class).hasMessageContaining("nope");
  }

  @Test
  void secretBytesAreNotPrinted() {
    Volume volume = Serialization.unmarshal("secret: {secretName: auth}", Volume.class);
    assertThat(CONTENT.of(volume).toString()).doesNotContain("text").contains("4 bytes");
  }

  private static Map<String, String> files(String volume) {
    Map<String, String> files = new TreeMap<>();
    CONTENT.of(Serialization.unmarshal(volume, Volume.class)).forEach((path, file) ->
        files.put(path, new String(file.bytes()) + " " + Integer.toOctalString(file.mode())));
    return files;
  }
}

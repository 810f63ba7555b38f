package dev.ollakeep.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolsTest {
  @TempDir
  Path home;

  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void keepTheMachinesOwnToolsOut() {
    environment.put("PATH", home.resolve("bin").toString());
  }

  @Test
  void anEmptyMachineHasNothing() {
    assertThat(tools().kubeAssets()).isEmpty();
    assertThat(tools().nginx()).isEmpty();
    assertThat(tools().ollama()).isEmpty();
    assertThat(tools().required()).isFalse();
  }

  @Test
  void theNewestCompleteVersionOfTheCacheIsTaken() throws IOException {
    kubeAssets(".cache/ollakeep/kube", "1.36.3");
    kubeAssets(".cache/ollakeep/kube", "1.36.11");
    Path broken = kubeAssets(".cache/ollakeep/kube", "1.37.0");
    Files.delete(broken.resolve("kubectl"));

    assertThat(tools().kubeAssets()).hasValueSatisfying(
        assets -> assertThat(assets.version()).hasToString("1.36.11"));
  }

  @Test
  void theCacheOfKubeApiTestServesOnlyWhenNewEnough() throws IOException {
    kubeAssets(".kubeapitest", "1.30.9");
    assertThat(tools().kubeAssets()).isEmpty();

    kubeAssets(".kubeapitest", "1.31.0");
    assertThat(tools().kubeAssets()).hasValueSatisfying(
        assets -> assertThat(assets.kubectl()).startsWith(home.resolve(".kubeapitest")));
  }

  @Test
  void aNamedCacheReplacesTheDefaultOne() throws IOException {
    kubeAssets("elsewhere/kube", "1.36.3");
    environment.put(Tools.CACHE, home.resolve("elsewhere").toString());

    assertThat(tools().kubeAssets()).isPresent();
  }

  @Test
  void aNamedButUselessDirectoryIsAnErrorAndNotReplacedByTheCache() throws IOException {
    kubeAssets(".cache/ollakeep/kube", "1.36.3");
    environment.put(Tools.KUBE_ASSETS, home.resolve("nowhere").toString());

    assertThatThrownBy(() -> tools().kubeAssets())
        .hasMessageContaining("OLLAKEEP_KUBE_ASSETS=" + home.resolve("nowhere"))
        .hasMessageContaining("make tools");
  }

  @Test
  void anNginxOnPathIsTakenOnlyWhenNewEnough() throws IOException {
    Path cached = nginx(".cache/ollakeep/nginx/1.31.3/nginx", "1.31.3");
    Path onPath = nginx("bin/nginx", "1.22.1");
    assertThat(tools().nginx()).hasValue(new NginxBinary(cached, new ToolVersion(1, 31, 3)));

    nginx("bin/nginx", "1.28.0");
    assertThat(tools().nginx()).hasValue(new NginxBinary(onPath, new ToolVersion(1, 28, 0)));
  }

  @Test
  void aNamedNginxWinsOrFails() throws IOException {
    nginx("bin/nginx", "1.31.3");
    Path named = nginx("mine", "1.29.1");
    environment.put(Tools.NGINX, named.toString());
    assertThat(tools().nginx()).map(NginxBinary::path).hasValue(named);

    nginx("mine", "1.18.0");
    assertThatThrownBy(() -> tools().nginx()).hasMessageContaining("NGINX=" + named).hasMessageContaining("1.28.0");
  }

  @Test
  void aNamedOllamaMustBeExecutable() throws IOException {
    environment.put(Tools.OLLAMA, executable("bin/ollama", "").toString());
    assertThat(tools().ollama()).isPresent();

    environment.put(Tools.OLLAMA, home.resolve("nowhere").toString());
    assertThatThrownBy(() -> tools().ollama()).hasMessageContaining("OLLAMA=" + home.resolve("nowhere"));
  }

  @Test
  void versionsAreOrderedByNumberAndFoundInText() {
    assertThat(ToolVersion.in("v1.9")).hasValueSatisfying(
        nine -> assertThat(nine).isLessThan(new ToolVersion(1, 31, 0)));
    assertThat(ToolVersion.in("no number")).isEmpty();
  }

  private Tools tools() {
    return new Tools(environment, home);
  }

  private Path kubeAssets(String below, String version) throws IOException {
    Path directory = home.resolve(below).resolve("k8s").resolve(version + KubeAssets.platform());
    for (String name : List.of("etcd", "kube-apiserver", "kubectl")) {
      executable(home.relativize(directory.resolve(name)).toString(), "");
    }
    return directory;
  }

  private Path nginx(String path, String version) throws IOException {
    return executable(path, "echo 'nginx version: nginx/" + version + "' >&2");
  }

  private Path executable(String path, String body) throws IOException {
    Path file = home.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}

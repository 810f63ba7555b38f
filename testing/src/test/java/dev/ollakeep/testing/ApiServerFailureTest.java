package dev.ollakeep.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiServerFailureTest {
  @TempDir
  Path directory;

  @Test
  void aServerThatDoesNotStartShowsItsLastWordsAndLeavesNothingBehind() throws IOException {
    Path marker = directory.resolve("home");
    program("etcd", "exec sleep 60");
    program("kube-apiserver", "echo \"$2\" >" + marker + "; echo 'unknown flag: --spoon' >&2; exit 1");
    program("kubectl", "exit 1");
    KubeAssets assets = new KubeAssets(directory, new ToolVersion(1, 36, 3));

    assertThatThrownBy(() -> new ApiServer(assets, Duration.ofSeconds(2)))
        .hasMessageContaining(directory.toString())
        .hasMessageContaining("kube-apiserver.log: unknown flag: --spoon");
    assertThat(Path.of(Files.readString(marker).strip())).doesNotExist();
  }

  private void program(String name, String body) throws IOException {
    Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}

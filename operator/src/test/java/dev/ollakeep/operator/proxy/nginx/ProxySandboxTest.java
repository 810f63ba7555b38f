package dev.ollakeep.operator.proxy.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.NginxBinary;
import dev.ollakeep.testing.RequiresNginx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a test has started ends with the test. */
@RequiresNginx
class ProxySandboxTest {

  @Test
  void workersOfAMasterThatWasKilledEndWithTheirContainer(NginxBinary nginx) throws Exception {
    var sandbox = ProxySandbox.knowingAlice(nginx, conf -> conf);
    var shell = sandbox.startServing();
    var master = ProcessHandle.of(Long.parseLong(Files.readString(sandbox.run().resolve("nginx.pid")).strip())).orElseThrow();
    var workers = master.children().toList();
    assertThat(workers).isNotEmpty();

    master.destroyForcibly();
    shell.waitFor();
    sandbox.close();

    assertThat(workers).noneMatch(ProxySandboxTest::isRunning);
  }

  /** One that has ended may still be listed until somebody asks how. */
  private static boolean isRunning(ProcessHandle process) {
    try {
      var state = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat")).replaceFirst("(?s).*\\) ", "");
      return process.isAlive() && !state.startsWith("Z");
    } catch (IOException noSuchProcessOrNoProc) {
      return process.isAlive();
    }
  }
}

package dev.ollakeep.operator.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import dev.ollakeep.testing.RequiresNginx;
import dev.ollakeep.testing.SideBySide;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example does what its README says, by the commands of its own test. */
@RequiresApiServer
@RequiresNginx
class ExamplesTest {

  private static final Path EXAMPLES = Path.of("..", "examples");

  /** The exit status of a test that lacks something; it has said what. */
  private static final int SKIPPED = 77;

  private static Site site;

  @BeforeAll
  static void open(ApiServer api) {
    site = Site.open(api, "examples");
  }

  @AfterAll
  static void close() {
    site.close();
  }

  static Stream<String> examples() throws IOException {
    try (var folders = Files.list(EXAMPLES)) {
      return folders.filter(Files::isDirectory).map(folder -> folder.getFileName().toString()).sorted().toList().stream();
    }
  }

  @SideBySide
  @ParameterizedTest
  @MethodSource("examples")
  void itsTestPasses(String example) throws Exception {
    assertThat(EXAMPLES.resolve(example)).isDirectoryContaining("glob:**/{README.md}").isDirectoryContaining("glob:**/ollamaserver.yaml");
    var output = run(EXAMPLES.resolve(example).resolve("test.sh").toString());
    System.out.print(output.text());
    assumeTrue(output.status() != SKIPPED, output.text());
    assertThat(output.status()).as("exit status of the test of %s:%n%s", example, output.text()).isZero();
  }

  @Test
  void kubectlTellsTheStory() throws Exception {
    site.create("story", "storage: {type: Ephemeral}\nauth: {users: [{name: alice, role: User}]}\n");
    var kubectl = site.api().kubectl().toString();
    var columns = run(kubectl, "get", "ols", "story", "-n", site.namespace()).text();
    assertThat(columns.lines().findFirst().orElseThrow()).containsSubsequence("NAME", "READY", "REASON", "URL", "AGE");
    assertThat(columns).contains("True", "AllReady", "http://story." + site.namespace() + ".svc");

    site.replace("story", "/spec/auth/users/0/requestId", "\"1\"");
    Site.until("published", () -> run(kubectl, "describe", "ols", "story", "-n", site.namespace()).text()
        .matches("(?s).*RotationStarted.*CredentialsPublished.*|(?s).*CredentialsPublished.*RotationStarted.*"));
  }

  private record Output(int status, String text) {}

  private static Output run(String... command) throws IOException, InterruptedException {
    var log = Files.createTempFile("example", ".log");
    var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    var environment = builder.environment();
    environment.put("KUBECONFIG", site.api().kubeconfigFile().toString());
    environment.put("NAMESPACE", site.namespace());
    environment.put("DIRECT_POD_ACCESS", "true");
    environment.merge("PATH", site.api().kubectl().getParent().toString(), (path, own) -> own + File.pathSeparator + path);
    var process = builder.start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("%s ends", String.join(" ", command)).isTrue();
      return new Output(process.exitValue(), Files.readString(log));
    } finally {
      process.destroyForcibly();
      Files.delete(log);
    }
  }
}

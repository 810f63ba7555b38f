package dev.ollakeep.operator.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import dev.ollakeep.testing.RequiresNginx;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/rotation.md answer the questions that they stand under. */
@RequiresApiServer
@RequiresNginx
class RotationQuestionsTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "rotation.md");

  @TempDir private Path folder;
  private Map<String, List<String>> commands;
  private Path kubectl;

  @Test
  void whoHasOnlyKubectlKnowsWhereARotationStands(ApiServer api) throws Exception {
    try (var site = Site.open(api, "questions")) {
      prepare(site);
      site.create("hello", "replicas: 2\nstorage: {type: Ephemeral}\nauth: {users: [{name: alice, role: User}]}\n");
      Site.until("two pods have it", () -> "2/2".equals(site.server("hello").getStatus().auth().podsAtRevision()));
      var held = site.pods().get(0);
      held.hold();
      site.patch("hello", "{\"auth\":{\"rotation\":{\"requestId\":\"1\"}}}");
      Site.until("one pod lags", () -> "1/2".equals(site.server("hello").getStatus().auth().podsAtRevision()));

      assertThat(answers("Is a rotation running")).contains("WaitingForPods").contains("alice Active WaitingForPods");
      assertThat(answers("Which pods lag")).contains("1/2 Some pods do not accept the new secret yet")
          .contains("pods that have not confirmed it: " + held.name() + "\n").containsPattern(held.name() + " +auth=\\d+");

      held.release();
      Site.until("in grace", () -> site.reason("hello", "CredentialsRotated").filter("InGrace"::equals).isPresent());
      afterwards(site);
    }
  }

  private void afterwards(Site site) throws Exception {
    var end = site.server("hello").getStatus().auth().graceEndsAt();
    assertThat(answers("When does the old secret die")).contains(end).containsPattern("hello-alice-credentials +20");
    assertThat(answers("Is a rotation running")).containsPattern("alice Active InGrace " + end.substring(0, 13));
    site.patch("hello", "{\"auth\":{\"rotation\":{\"requestId\":\"2\"}}}");
    Site.until("it waits", () -> "2".equals(site.server("hello").getStatus().auth().pendingRequestId()));
    assertThat(answers("Does a request wait")).contains("2 1");
    assertThat(answers("What happened")).contains("RotationStarted", "CredentialsPublished");

    site.patch("hello", "{\"auth\":{\"rotation\":{\"requestId\":\"1\",\"gracePeriod\":\"0s\"}}}");
    assertThat(answers("Tell me when nothing")).contains("condition met");
    site.replace("hello", "/spec/auth/users/0/suspended", "true");
    Site.until("told", () -> answers("What happened").contains("No secret is accepted any more of: alice (Suspended)"));
    assertThat(answers("What happened")).contains("PreviousRevoked", "AccessRevoked");
  }

  private void prepare(Site site) throws Exception {
    kubectl = site.api().kubectl();
    commands = commands();
    Files.copy(site.api().kubeconfigFile(), folder.resolve("kubeconfig"), StandardCopyOption.REPLACE_EXISTING);
    run("kubectl config set-context --current --namespace " + site.namespace());
  }

  private String answers(String question) throws Exception {
    var those = commands.keySet().stream().filter(text -> text.startsWith(question)).toList();
    assertThat(those).as("questions that begin with: %s", question).hasSize(1);
    var text = new StringBuilder();
    for (var command : commands.get(those.get(0))) {
      text.append(run(command));
    }
    return text.toString();
  }

  /** Each question, a comment in a block of commands, with the commands below it. */
  private static Map<String, List<String>> commands() throws IOException {
    var commands = new LinkedHashMap<String, List<String>>();
    var under = new ArrayList<String>();
    var section = Files.readString(DOCUMENT).replace("\\\n", "").split("\n## How to read the status\n")[1].split("\n## ")[0];
    for (var line : section.lines().toList()) {
      if (line.startsWith("    # ")) {
        under = new ArrayList<>();
        commands.put(line.substring(6), under);
      } else if (line.startsWith("    kubectl ")) {
        under.add(line.strip());
      }
    }
    return commands;
  }

  private String run(String command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder("bash", "-c", command).redirectErrorStream(true);
    builder.environment().put("KUBECONFIG", folder.resolve("kubeconfig").toString());
    builder.environment().merge("PATH", kubectl.getParent().toString(), (path, own) -> own + File.pathSeparator + path);
    var process = builder.start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s%n%s", command, output).isZero();
    return output;
  }
}

package dev.ollakeep.operator.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.children.Verdict;
import dev.ollakeep.operator.cluster.Documents;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Today's operator makes the same pods as the last release of the same resource: a template that differs replaces every pod of
 * every server on the day of the upgrade.
 *
 * <p>{@code released/} holds golden directories as they were then, inputs included, with no output but the Deployment.
 */
class ReleasedPodsTest {

  private static final Path RELEASED = Path.of("src/test/resources/released");
  private static final String DEPLOYMENT = "out-deployment.yaml";
  private static final String REWRITE = "released.rewrite";
  private static final Pattern TOLD =
      Pattern.compile("^## \\[Unreleased]\\n(?:(?!## ).*\\n)*?### Pods restart\\n(?:(?!##).*\\n)*?- \\S", Pattern.MULTILINE);

  @TestFactory
  Stream<DynamicTest> anUpgradeReplacesNoPodUnlessTheChangelogSaysSo() throws IOException {
    if (Boolean.getBoolean(REWRITE)) {
      rewrite();
    }
    var directories = children(RELEASED);
    assertThat(directories).as("what was released").hasSizeGreaterThanOrEqualTo(10);
    return directories.stream().map(directory -> DynamicTest.dynamicTest(directory.getFileName().toString(), () -> check(directory)));
  }

  @Test
  void aLineUnderPodsRestartOfWhatIsUnreleasedTells() {
    assertThat(told("## [Unreleased]\n\n### Added\n- a\n\n### Pods restart\n- the probe is another one\n")).isTrue();
    assertThat(told("## [Unreleased]\n\n### Pods restart\n\n## [1.0.0]\n- another matter\n")).isFalse();
    assertThat(told("## [Unreleased]\n\n### Pods restart\n\n### Added\n- another matter\n")).isFalse();
    assertThat(told("## [Unreleased]\n\n### Added\n- a\n\n## [1.0.0]\n### Pods restart\n- long ago\n")).isFalse();
  }

  private static void check(Path directory) throws IOException {
    var released = Documents.read(directory.resolve(DEPLOYMENT)).get(0).path("spec");
    var today = Documents.tree(deployment(Story.of(directory))).path("spec");
    assertThat(today.path("selector").toPrettyString()).as("the selector of a Deployment, which the API server lets nobody change")
        .isEqualTo(released.path("selector").toPrettyString());
    if (!told(Files.readString(Path.of("..", "CHANGELOG.md")))) {
      assertThat(today.path("template").toPrettyString())
          .as("the pods of released/%s: this change replaces every pod of every server when the operator is upgraded, which unloads "
              + "models and, on a volume of one pod, interrupts the service. If it must be, say so in CHANGELOG.md, under "
              + "\"### Pods restart\" of [Unreleased], in a line that names the reason", directory.getFileName())
          .isEqualTo(released.path("template").toPrettyString());
    }
  }

  private static boolean told(String changelog) {
    return TOLD.matcher(changelog).find();
  }

  private static Deployment deployment(Story story) {
    return story.plan().children().stream()
        .filter(Verdict.Want.class::isInstance)
        .map(verdict -> ((Verdict.Want) verdict).desired())
        .filter(Deployment.class::isInstance)
        .map(Deployment.class::cast)
        .findFirst()
        .orElseThrow();
  }

  /** With a release: what the golden directories hold now is what clusters run from then on. */
  private static void rewrite() throws IOException {
    for (var golden : GoldenTest.directories()) {
      if (Files.exists(golden.resolve(DEPLOYMENT))) {
        var released = Files.createDirectories(RELEASED.resolve(golden.getFileName()));
        for (var file : children(golden)) {
          var name = file.getFileName().toString();
          if (name.startsWith("in-") || name.equals(DEPLOYMENT)) {
            Files.copy(file, released.resolve(name), StandardCopyOption.REPLACE_EXISTING);
          }
        }
      }
    }
  }

  private static List<Path> children(Path directory) throws IOException {
    try (var entries = Files.list(directory)) {
      return entries.sorted().toList();
    }
  }
}

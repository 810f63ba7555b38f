package dev.ollakeep.operator.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/security.md} says to be shown by a test is shown by one that exists, for every attacker it names. */
class SecurityPageTest {

  private static final Path ROOT = Path.of("..");
  private static final Path PAGE = ROOT.resolve("docs/security.md");
  private static final List<String> PARTS = List.of("Does: ", "Does not: ", "You: ", "Shown by: ");
  private static final int ATTACKERS = 9;

  @Test
  void everyAttackerGetsTheSameFourAnswers() throws IOException {
    var attackers = Files.readString(PAGE).split("(?m)^### ");
    assertThat(attackers).hasSizeGreaterThan(ATTACKERS);
    for (var attacker : List.of(attackers).subList(1, attackers.length)) {
      assertThat(attacker.lines().filter(line -> line.startsWith("- ")).map(line -> line.replaceAll("^- ([^:]*: ).*", "$1")))
          .as(attacker.lines().findFirst().orElseThrow()).isEqualTo(PARTS);
    }
  }

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    var classes = testClasses();
    var missing = new TreeSet<String>();
    for (var line : Files.readAllLines(PAGE)) {
      if (line.startsWith("- " + PARTS.get(3))) {
        Pattern.compile("`([^`]+)`").matcher(line).results().map(found -> found.group(1))
            .filter(name -> name.contains("/") ? !Files.exists(ROOT.resolve(name)) : !classes.contains(name))
            .forEach(missing::add);
      }
    }
    assertThat(missing).as("tests and files that %s names and that are not there", PAGE).isEmpty();
  }

  private static Set<String> testClasses() throws IOException {
    try (var files = Stream.of("operator", "crds", "testing").flatMap(SecurityPageTest::files)) {
      return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - ".java".length())).collect(Collectors.toSet());
    }
  }

  private static Stream<Path> files(String module) {
    try {
      return Files.walk(ROOT.resolve(module).resolve("src/test/java"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.ollakeep.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every mutant still fits the sources and names tests that exist; whether those notice it is what {@code make mutants} finds out.
 *
 * <p>A patch that has become stale would otherwise be found only by whoever runs that.
 */
class MutantsTest {

  private static final Path MUTANTS = Path.of("src", "test", "mutants");
  private static final Path TESTS = Path.of("src", "test", "java", "dev", "ollakeep", "operator");

  static Stream<Path> mutants() throws IOException {
    try (var files = Files.list(MUTANTS)) {
      return files.filter(file -> file.toString().endsWith(".patch")).sorted().toList().stream();
    }
  }

  /** One place that a patch changes: what must stand there, and in which file. */
  private record Hunk(Path file, String before) {}

  @ParameterizedTest
  @MethodSource("mutants")
  void itChangesWhatIsThere(Path mutant) throws IOException {
    var hunks = hunks(Files.readAllLines(mutant));
    assertThat(hunks).isNotEmpty();
    for (var hunk : hunks) {
      var source = "\n" + Files.readString(hunk.file());
      var first = source.indexOf(hunk.before());
      assertThat(first).as("place in %s of%s", hunk.file(), hunk.before()).isNotNegative();
      assertThat(source.indexOf(hunk.before(), first + 1)).as("a second place in %s of%s", hunk.file(), hunk.before()).isNegative();
    }
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void itTellsWhatItBreaksAndNamesItsTests(Path mutant) throws IOException {
    assertThat(field(mutant, "What")).endsWith(".");
    for (var test : field(mutant, "Tests").split(", *")) {
      var names = test.split("#");
      var file = TESTS.resolve(names[0].replace('.', '/') + ".java");
      assertThat(file).content().contains("void " + (names.length > 1 ? names[1] + "(" : ""));
    }
  }

  private static List<Hunk> hunks(List<String> lines) {
    var hunks = new ArrayList<Hunk>();
    var file = Path.of("");
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("--- a/")) {
        file = Path.of("..").resolve(lines.get(i).substring("--- a/".length()));
      } else if (lines.get(i).startsWith("@@ ")) {
        hunks.add(new Hunk(file, before(lines.subList(i + 1, lines.size()))));
      }
    }
    return hunks;
  }

  private static String before(List<String> rest) {
    var text = new StringBuilder("\n");
    for (var line : rest) {
      if (line.startsWith("@@ ") || line.startsWith("--- a/")) {
        break;
      }
      if (!line.startsWith("+")) {
        text.append(line.isEmpty() ? "" : line.substring(1)).append('\n');
      }
    }
    return text.toString();
  }

  private static String field(Path mutant, String name) throws IOException {
    return Files.readAllLines(mutant).stream().filter(line -> line.startsWith(name + ":")).findFirst().orElseThrow()
        .substring(name.length() + 1).strip();
  }
}

package dev.ollakeep.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every package that is shipped says what it is for, shows how its types hang together, and where to begin to read. */
class PackageInfoTest {

  private static final List<Path> SOURCES =
      Stream.of("crds", "operator").map(module -> Rooms.ROOT.resolve(module).resolve("src/main/java")).toList();
  private static final Pattern PARTS = Pattern.compile(
      "\\A/\\*\\*\n \\* [A-Z][^\n]+(?:\n \\* [^\n]+)*\n \\*\n \\* <pre>\n(?<picture>.+?) \\* </pre>.*Reading order: (?<order>.+?)\n \\*/\n"
          + "package [a-z0-9.]+;\n\\z", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\{@link ([\\w.]+)}");
  /** A name of several words: single ones may be English. */
  private static final Pattern TYPE = Pattern.compile("\\b[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]+)+\\b");

  static Stream<Path> packages() {
    return SOURCES.stream().flatMap(PackageInfoTest::sources).map(Path::getParent).distinct();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void sentencePictureAndReadingOrder(Path directory) throws IOException {
    var file = directory.resolve("package-info.java");
    assertThat(file).exists();
    var parts = PARTS.matcher(Files.readString(file));
    assertThat(parts.matches()).as("%s: a sentence, a picture in <pre>, then a line that begins with \"Reading order:\"", file).isTrue();
    assertThat(LINK.matcher(parts.group("order")).results()).as("types to read in %s", file).isNotEmpty();
    assertThat(LINK.matcher(Files.readString(file)).results().map(link -> link.group(1)))
        .as("types that %s links by their full name", file)
        .allSatisfy(name -> assertThat(SOURCES).anyMatch(root -> Files.exists(root.resolve(name.replace('.', '/') + ".java"))));
    assertThat(TYPE.matcher(parts.group("picture")).results().map(type -> type.group())).as("types in the picture of %s", file)
        .isSubsetOf(types());
  }

  private static Set<String> types() {
    return SOURCES.stream().flatMap(PackageInfoTest::sources).map(file -> file.getFileName().toString().replace(".java", ""))
        .collect(Collectors.toSet());
  }

  private static Stream<Path> sources(Path root) {
    try (var files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

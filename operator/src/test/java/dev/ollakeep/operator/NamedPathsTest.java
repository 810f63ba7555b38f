package dev.ollakeep.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages for contributors name files, classes, packages and targets that exist. */
class NamedPathsTest {

  private static final Pattern QUOTED = Pattern.compile("`([^`\n]+)`");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)[^)]*\\)");
  private static final Pattern TARGET = Pattern.compile("(?:^ {4}|`)make ([a-z0-9-]+)", Pattern.MULTILINE);
  /** {@code children/ChildRules}, {@code hack/e2e.sh}, {@code trouble/}; what begins with a slash is a path of HTTP. */
  private static final Pattern PATH = Pattern.compile("\\.?[\\w-][\\w.-]*/[\\w./-]*|[A-Za-z-]+\\.(?:md|sh|java|xml)");
  /** A name of several words, a class's. */
  private static final Pattern TYPE = Pattern.compile("[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]+)+");
  private static final Pattern PLACEHOLDER = Pattern.compile("[A-Z]{4,}|NN-|<");
  private static final String PACKAGE = "java/dev/ollakeep/operator";

  @ParameterizedTest
  @ValueSource(strings = {"CONTRIBUTING.md", "docs/architecture.md", "operator/src/test/README.md"})
  void whatThePageNamesExists(String page) throws IOException {
    var file = Rooms.ROOT.resolve(page);
    var text = Files.readString(file);
    var missing = new TreeSet<String>();
    group(QUOTED, text).filter(name -> PATH.matcher(name).matches() && !PLACEHOLDER.matcher(name).find())
        .filter(name -> places(name).noneMatch(Files::exists)).forEach(missing::add);
    var types = types();
    group(QUOTED, text).filter(name -> TYPE.matcher(name).matches() && !types.contains(name)).forEach(missing::add);
    group(LINK, text).filter(link -> !link.contains("://") && !Files.exists(file.resolveSibling(link))).forEach(missing::add);
    var targets = group(Pattern.compile("(?m)^([a-z0-9-]+):"), Files.readString(Rooms.ROOT.resolve("Makefile")))
        .collect(Collectors.toSet());
    group(TARGET, text).filter(target -> !targets.contains(target)).map(target -> "make " + target).forEach(missing::add);
    assertThat(missing).as("named in %s, and not there", page).isEmpty();
    assertThat(group(QUOTED, text).filter(name -> PATH.matcher(name).matches())).as("paths were found in %s", page).hasSizeGreaterThan(5);
  }

  /** Where it may be: from the repository's root, from the operator's packages, or in an example, of which all have the same files. */
  private static Stream<Path> places(String name) {
    return Stream.of("", "examples/hello", "operator/src/main/" + PACKAGE, "operator/src/test/" + PACKAGE,
            "operator/src/programs/" + PACKAGE)
        .map(Rooms.ROOT::resolve).flatMap(root -> Stream.of(root.resolve(name), root.resolve(name + ".java")));
  }

  private static Set<String> types() {
    return Stream.of("crds", "operator", "testing").flatMap(module -> files(Rooms.ROOT.resolve(module).resolve("src")))
        .map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".java"))
        .map(name -> name.substring(0, name.length() - ".java".length())).collect(Collectors.toSet());
  }

  private static Stream<Path> files(Path root) {
    try (var files = Files.walk(root)) {
      return files.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> group(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(found -> found.group(1));
  }
}

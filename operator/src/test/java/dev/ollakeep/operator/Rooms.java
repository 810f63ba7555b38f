package dev.ollakeep.operator;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The packages of the operator, as they are and as {@code docs/architecture.md} lists them.
 *
 * <p>A name is what follows {@code dev.ollakeep.operator}; the program's own package has none and is not in the list.
 */
final class Rooms {

  static final Path ROOT = Path.of("..");
  static final Path PAGE = ROOT.resolve("docs/architecture.md");
  static final String OPERATOR = "dev.ollakeep.operator";

  /** The operator's classes, without tests and programs; read once, as it takes seconds. */
  static final JavaClasses CLASSES =
      new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages(OPERATOR);

  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z.]+)` \\| .+ \\|$");

  private Rooms() {}

  /** As the page lists them, from the top down. */
  static List<String> listed() {
    return ROW.matcher(section("## The rooms")).results().map(row -> row.group(1)).toList();
  }

  /** The page's section of this heading, up to the next one. */
  static String section(String heading) {
    try {
      var text = Files.readString(PAGE);
      return Pattern.compile(Pattern.quote(heading) + "\n.*?(?=\n## |\\z)", Pattern.DOTALL).matcher(text).results()
          .map(MatchResult::group).findFirst().orElseThrow(() -> new AssertionError(PAGE + " has no section " + heading));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Set<String> all() {
    return CLASSES.stream().map(type -> nameOf(type.getPackageName())).filter(name -> !name.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What the classes of a room depend on among the other rooms. */
  static Set<String> below(String room) {
    return CLASSES.stream().filter(type -> nameOf(type.getPackageName()).equals(room))
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .map(arrow -> arrow.getTargetClass().getBaseComponentType().getPackageName())
        .filter(target -> target.startsWith(OPERATOR + ".")).map(Rooms::nameOf)
        .filter(target -> !target.equals(room))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String nameOf(String packageName) {
    return packageName.equals(OPERATOR) ? "" : packageName.substring(OPERATOR.length() + 1);
  }
}

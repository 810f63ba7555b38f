package dev.ollakeep.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.RequiresApiServer;
import dev.ollakeep.testing.RequiresNginx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The map of tests and programs, {@code operator/src/test/README.md}, is about the packages that there are. */
class TestMapTest {

  private static final Path PAGE = Path.of("src/test/README.md");
  private static final String PACKAGE = "dev/ollakeep/operator";
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z./]+)` \\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\|$");

  private static final Map<String, Pattern> ANNOTATIONS = Map.of(
      "API server", Pattern.compile("(?m)^ *@RequiresApiServer$"),
      "Nginx", Pattern.compile("(?m)^ *@RequiresNginx$"));

  @ParameterizedTest
  @ValueSource(strings = {"tests", "programs"})
  void everyPackageIsListedWithWhatItNeeds(String kind) throws IOException {
    var listed = new TreeMap<String, String>();
    ROW.matcher(section(kind)).results().forEach(row -> listed.put(row.group(1), row.group(3).strip()));
    if (kind.equals("programs")) {
      assertThat(listed.keySet()).containsExactlyElementsOf(packages(Path.of("src/programs/java")).keySet());
    } else {
      assertThat(listed).as("packages and what their tests need").containsExactlyEntriesOf(packages(Path.of("src/test/java")));
    }
  }

  /** The tags that {@code make unit} leaves out are those that the annotations carry. */
  @Test
  void theMakefileLeavesOutWhatNeedsAServer() throws IOException {
    assertThat(Files.readString(Rooms.ROOT.resolve("Makefile"))).contains("-Dtest.without='" + tag(RequiresApiServer.class) + " | "
        + tag(RequiresNginx.class) + "'");
  }

  private static String tag(Class<?> annotation) {
    return annotation.getAnnotation(Tag.class).value();
  }

  private static String section(String kind) throws IOException {
    var heading = "## The " + kind + "\n";
    var text = Files.readString(PAGE);
    assertThat(text).contains(heading);
    return text.substring(text.indexOf(heading) + heading.length()).split("\n## ")[0];
  }

  /** Every folder with sources, and what the annotations in it ask for. */
  private static Map<String, String> packages(Path sources) throws IOException {
    var root = sources.resolve(PACKAGE);
    var needs = new TreeMap<String, String>();
    try (var files = Files.walk(root)) {
      var folders = files.filter(file -> file.toString().endsWith(".java"))
          .collect(Collectors.groupingBy(file -> root.relativize(file.getParent()).toString()));
      for (var folder : folders.entrySet()) {
        var text = new StringBuilder();
        for (var file : folder.getValue()) {
          text.append(Files.readString(file));
        }
        needs.put(folder.getKey().isEmpty() ? "." : folder.getKey(), needs(text.toString()));
      }
    }
    return needs;
  }

  private static String needs(String text) {
    var needs = ANNOTATIONS.entrySet().stream().filter(each -> each.getValue().matcher(text).find()).map(Map.Entry::getKey).sorted()
        .collect(Collectors.joining(", "));
    return needs.isEmpty() ? "nothing" : needs;
  }
}

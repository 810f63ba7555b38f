package dev.ollakeep.operator.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every directory of {@code golden/} is a sentence about the operator: the files {@code in-*} are what it sees, the files
 * {@code out-*} what it then does.
 */
class GoldenTest {

  static final Path ROOT = Path.of("src/test/resources/golden");

  private static final String REWRITE = "golden.rewrite";
  private static final String COMMAND = "make golden";
  private static final Set<String> INPUTS = Set.of(Story.SERVER, Story.NEWER, Story.OLDER, Story.BEFORE, Story.OBSERVED);

  @TestFactory
  Stream<DynamicTest> aDirectoryIsASentence() throws IOException {
    var directories = directories();
    assertThat(directories).hasSizeGreaterThanOrEqualTo(25);
    return directories.stream().map(directory -> DynamicTest.dynamicTest(sentence(directory), () -> check(directory)));
  }

  static List<Path> directories() throws IOException {
    try (var entries = Files.list(ROOT)) {
      return entries.filter(Files::isDirectory).sorted().toList();
    }
  }

  private static String sentence(Path directory) {
    return directory.getFileName().toString().replace('-', ' ');
  }

  private static void check(Path directory) throws IOException {
    var expected = Rendering.of(Story.of(directory));
    if (Boolean.getBoolean(REWRITE)) {
      rewrite(directory, expected);
    }
    assertThat(outputs(directory))
        .as("the files of %s; %s writes those that are missing and removes those that nothing writes any more", directory, COMMAND)
        .isEqualTo(expected.keySet());
    for (var file : expected.entrySet()) {
      assertThat(Files.readString(directory.resolve(file.getKey())))
          .as("%s/%s; if the new text is right, %s rewrites it", directory, file.getKey(), COMMAND)
          .isEqualTo(file.getValue());
    }
  }

  private static Set<String> outputs(Path directory) throws IOException {
    var names = new TreeSet<String>();
    try (var entries = Files.list(directory)) {
      entries.map(file -> file.getFileName().toString()).filter(name -> !INPUTS.contains(name)).forEach(names::add);
    }
    return names;
  }

  private static void rewrite(Path directory, SortedMap<String, String> files) throws IOException {
    for (var name : outputs(directory)) {
      Files.delete(directory.resolve(name));
    }
    for (var file : files.entrySet()) {
      Files.writeString(directory.resolve(file.getKey()), file.getValue());
    }
  }
}

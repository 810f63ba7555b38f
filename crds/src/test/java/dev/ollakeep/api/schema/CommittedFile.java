package dev.ollakeep.api.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A generated file that is committed: a difference is a failure that shows the first line and says which command mends it. */
record CommittedFile(Path path, String command) {
  private static final String REWRITE = "crds.rewrite";

  /** Compares, or rewrites the file when the build was started with {@code -Dcrds.rewrite=true}. */
  void mustSay(String text) throws IOException {
    if (Boolean.getBoolean(REWRITE)) {
      Files.createDirectories(path.toAbsolutePath().getParent());
      Files.writeString(path, text);
      return;
    }
    assertThat(Files.exists(path)).as("%s is missing; write it with: %s", path, command).isTrue();
    var committed = Files.readString(path);
    assertThat(committed.equals(text)).as("%s: %s; rewrite it with: %s", path, firstDifference(committed, text), command).isTrue();
  }

  private static String firstDifference(String committed, String generated) {
    var old = committed.lines().toList();
    var fresh = generated.lines().toList();
    int line = 0;
    while (line < Math.min(old.size(), fresh.size()) && old.get(line).equals(fresh.get(line))) {
      line++;
    }
    return "line %d is '%s' and must be '%s'".formatted(line + 1, at(old, line), at(fresh, line));
  }

  private static String at(List<String> lines, int line) {
    return line < lines.size() ? lines.get(line) : "<end>";
  }
}

package dev.ollakeep.api.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A generated file that is committed: a difference is a failure whose message says which command mends it. */
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
    assertThat(Files.readString(path)).as("%s is not what the records say; rewrite it with: %s", path, command).isEqualTo(text);
  }
}

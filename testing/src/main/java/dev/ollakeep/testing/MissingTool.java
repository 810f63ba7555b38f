package dev.ollakeep.testing;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

/** What happens to tests whose tool is absent: they are skipped loudly or fail, and never pass. */
record MissingTool(String name, PrintStream console) {
  private static final Set<String> ANNOUNCED = ConcurrentHashMap.newKeySet();

  /** Writes to the real standard error: the build redirects {@code System.err} of tests to files that nobody opens. */
  MissingTool(String name) {
    this(name, new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
  }

  ConditionEvaluationResult unless(boolean present, boolean required) {
    if (present) {
      return ConditionEvaluationResult.enabled(name + " found");
    }
    String reason = name + " not found; get it with: " + Tools.REMEDY;
    if (required) {
      throw new IllegalStateException(reason + " (" + Tools.REQUIRE + "=true forbids to skip)");
    }
    announceOnce(reason);
    return ConditionEvaluationResult.disabled(reason);
  }

  private void announceOnce(String reason) {
    if (ANNOUNCED.add(name)) {
      String line = "!".repeat(100);
      console.printf("%n%s%nTESTS SKIPPED: %s%n%s%n%n", line, reason, line);
    }
  }
}

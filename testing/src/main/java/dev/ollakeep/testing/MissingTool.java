package dev.ollakeep.testing;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

/** What happens to tests whose tool is absent: never a silent pass. */
record MissingTool(String name) {
    private static final Set<String> ANNOUNCED = ConcurrentHashMap.newKeySet();

    ConditionEvaluationResult unless(boolean present, boolean required) {
        if (present) {
            return ConditionEvaluationResult.enabled(name + " found");
        }
        String reason = name + " not found; get it with: " + Tools.REMEDY;
        if (required) {
            throw new IllegalStateException(reason + " (" + Tools.REQUIRE + "=true forbids to skip)");
        }
        announce(reason);
        return ConditionEvaluationResult.disabled(reason);
    }

    /** Writes to the real standard error: the build redirects {@code System.err} of tests to files that nobody opens. */
    private void announce(String reason) {
        if (ANNOUNCED.add(name)) {
            String line = "!".repeat(100);
            PrintStream console = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
            console.printf("%n%s%nTESTS SKIPPED: %s%n%s%n%n", line, reason, line);
        }
    }
}

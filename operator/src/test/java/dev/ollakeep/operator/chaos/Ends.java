package dev.ollakeep.operator.chaos;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ConditionTimeoutException;

/**
 * What lies in one namespace after each workflow.
 *
 * <p>The first end is the standard; later ones are waited for, since a status that late events concern may follow late.
 */
final class Ends {

  private static final Duration LATE = Duration.ofSeconds(15);

  private final Map<String, SortedMap<String, String>> standards = new HashMap<>();

  SortedMap<String, String> of(Workflow workflow, EndState lying) {
    var standard = standards.computeIfAbsent(workflow.sentence(), any -> lying.read());
    var last = new AtomicReference<>(lying.read());
    try {
      await().atMost(LATE).pollInterval(Duration.ofMillis(200)).until(() -> {
        last.set(lying.read());
        return last.get().equals(standard);
      });
    } catch (ConditionTimeoutException different) {
      return last.get();
    }
    return standard;
  }
}

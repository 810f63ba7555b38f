package dev.ollakeep.testing.player;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.player.Rollout.PodFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which Pods come and go.
 *
 * <p>A Pod is written as template, state and number: {@code new+1} is available, {@code old-2} is not, {@code old!3} is terminating.
 */
class RolloutTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', nullValues = "-", value = {
      "first Pod                                | rolling  | 1 | -                   | 1 | -",
      "enough                                   | rolling  | 1 | new+1               | 0 | -",
      "scale up                                 | rolling  | 3 | new+1               | 2 | -",
      "scale down: the unready first            | rolling  | 1 | new+1 new-2         | 0 | new-2",
      "scale down: the youngest first           | rolling  | 1 | new+1 new+2         | 0 | new+2",
      "to zero                                  | rolling  | 0 | new+1               | 0 | new+1",
      "a surge of one                           | rolling  | 2 | old+1 old+2         | 1 | -",
      "the new one is not available yet         | rolling  | 1 | old+1 new-2         | 0 | -",
      "the new one is available                 | rolling  | 1 | old+1 new+2         | 0 | old+1",
      "an old one that never came up goes first | rolling  | 1 | old-1               | 1 | -",
      "a broken old one beside a surge          | rolling  | 1 | old-1 new-2         | 0 | -",
      "a terminating one does not count         | rolling  | 1 | new!1               | 1 | -",
      "next of two                              | rolling  | 2 | old+1 old+2 new+3   | 0 | old+2",
      "then the last                            | rolling  | 2 | old+1 old!2 new+3   | 1 | -",
      "recreate: the old goes first             | recreate | 1 | old+1               | 0 | old+1",
      "recreate: it must be gone                | recreate | 1 | old!1               | 0 | -",
      "recreate: now the new one                | recreate | 1 | -                   | 1 | -",
      "recreate: enough                         | recreate | 1 | new-1               | 0 | -",
  })
  void next(ArgumentsAccessor row) {
    boolean recreate = row.getString(1).equals("recreate");
    Rollout.Step step = new Rollout("new", row.getInteger(2), recreate, recreate ? 0 : 1, 0).next(facts(list(row.getString(3))));
    assertThat(step.create()).as("created").isEqualTo(row.getInteger(4));
    assertThat(step.delete()).as("deleted").isEqualTo(list(row.getString(5)));
  }

  private static List<String> list(String words) {
    return words == null ? List.of() : List.of(words.split(" "));
  }

  private static List<PodFact> facts(List<String> pods) {
    List<PodFact> facts = new ArrayList<>();
    for (String pod : pods) {
      char state = pod.charAt(3);
      Instant created = Instant.EPOCH.plusSeconds(pod.charAt(4));
      facts.add(new PodFact(pod, pod.substring(0, 3), state == '+', state == '!', created));
    }
    return facts;
  }
}

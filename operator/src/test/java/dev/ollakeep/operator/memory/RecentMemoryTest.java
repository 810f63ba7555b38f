package dev.ollakeep.operator.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is kept, and what is forgotten. */
class RecentMemoryTest {

  private final RecentMemory<String, Integer> memory = new RecentMemory<>(2);
  private final List<String> asked = new ArrayList<>();

  @Test
  void aQuestionIsAskedOnce() {
    assertThat(length("one")).isEqualTo(3);
    assertThat(length("one")).isEqualTo(3);

    assertThat(asked).containsExactly("one");
  }

  @Test
  void whatWasNotUsedForLongestIsForgottenFirst() {
    length("one");
    length("two");
    length("one");

    length("three");

    assertThat(memory.get("two")).isEmpty();
    assertThat(memory.get("one")).contains(3);
    assertThat(memory.get("three")).contains(5);
  }

  @Test
  void whatWasForgottenIsAskedAgain() {
    length("one");

    memory.forget("one");

    assertThat(memory.get("one")).isEmpty();
    length("one");
    assertThat(asked).containsExactly("one", "one");
  }

  private int length(String text) {
    return memory.get(text, it -> {
      asked.add(it);
      return it.length();
    });
  }
}

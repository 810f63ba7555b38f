package dev.ollakeep.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MissingToolTest {
  private final ByteArrayOutputStream console = new ByteArrayOutputStream();
  private final MissingTool spoon = new MissingTool("spoon", new PrintStream(console, true, StandardCharsets.UTF_8));

  @Test
  void aToolThatIsThereRunsTheTests() {
    assertThat(spoon.unless(true, false).isDisabled()).isFalse();
  }

  @Test
  void aMissingToolSkipsAndShowsOnceOnTheConsoleWhatMendsIt() {
    var result = spoon.unless(false, false);
    spoon.unless(false, false);

    assertThat(result.isDisabled()).isTrue();
    assertThat(result.getReason()).hasValueSatisfying(reason -> assertThat(reason).contains("make tools"));
    assertThat(console.toString(StandardCharsets.UTF_8))
        .containsOnlyOnce("TESTS SKIPPED: spoon not found; get it with: make tools");
  }

  @Test
  void aMissingToolFailsWhenToolsAreRequired() {
    assertThatThrownBy(() -> spoon.unless(false, true))
        .hasMessageContaining("spoon")
        .hasMessageContaining("make tools");
    assertThat(console.size()).isZero();
  }
}

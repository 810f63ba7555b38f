package dev.ollakeep.api.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "0, PT0S",
    "0s, PT0S",
    "5s, PT5S",
    "90m, PT1H30M",
    "1h30m, PT1H30M",
    "1h0m30s, PT1H30S",
    "1.5h, PT1H30M",
    ".5s, PT0.5S",
    "2.s, PT2S",
    "100ms, PT0.1S",
    "7us, PT0.000007S",
    "7µs, PT0.000007S",
    "7μs, PT0.000007S",
    "3ns, PT0.000000003S",
    "1.9ns, PT0.000000001S",
    "30m1h, PT1H30M",
    "2562047h47m16.854775807s, PT2562047H47M16.854775807S",
  })
  void readsWhatGoReads(String text, Duration expected) {
    assertThat(GoDuration.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {
    "5", "s", "5 s", " 5s", "5s ", "5S", "1d", "1w", "-5s", "+5s", ".s", "1h30", "1,5h", "1e3s", "5s\n", "٣s", "P1D", "PT5S", "infinite",
    "2562047h47m16.854775808s", "99999999999999999999h",
    "00000000000000000000000000000000000000000000000000000000000000001s",
  })
  void refusesEverythingElse(String text) {
    assertThatThrownBy(() -> GoDuration.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void saysHowToWriteOne() {
    assertThatThrownBy(() -> GoDuration.parse("1d")).hasMessageContaining("\"1d\"").hasMessageContaining("1h30m");
  }
}

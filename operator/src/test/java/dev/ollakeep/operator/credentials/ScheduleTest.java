package dev.ollakeep.operator.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How old secrets get. */
class ScheduleTest {

  private static final String UID = "6f1f9d3e-7f0e-4c53-9a06-2f4f0a3f8f11";

  @ParameterizedTest(name = "every {0}: replaced after {0} and at most {1}")
  @CsvSource({"PT1H, PT6M", "PT5H, PT30M", "PT10H, PT1H", "PT720H, PT1H", "PT87600H, PT1H"})
  void theDelayIsATenthOfTheIntervalAndAtMostAnHour(Duration interval, Duration most) {
    for (var user : IntStream.range(0, 300).mapToObj(i -> "user-" + i).toList()) {
      assertThat(new Schedule(UID, interval).lifetime(user)).isBetween(interval, interval.plus(most));
    }
  }

  @Test
  void aDelayIsTheSameAtEveryLookAndKnownForEver() {
    // A version that drew another one would move every deadline at its start.
    assertThat(new Schedule(UID, Duration.ofHours(720)).lifetime("alice")).isEqualTo(Duration.ofHours(720).plusSeconds(1335));
    assertThat(new Schedule(UID, Duration.ofHours(1)).lifetime("alice")).isEqualTo(Duration.ofHours(1).plusSeconds(104));
  }

  @Test
  void usersAndServersAreSpreadOverTheWholeDelay() {
    var schedule = new Schedule(UID, Duration.ofHours(720));
    var delays = IntStream.range(0, 100).mapToObj(i -> schedule.lifetime("user-" + i).minusHours(720)).toList();
    assertThat(delays.stream().distinct().count()).isGreaterThan(90);
    assertThat(delays).anyMatch(delay -> delay.toMinutes() < 6).anyMatch(delay -> delay.toMinutes() >= 54);
    assertThat(schedule.lifetime("alice")).isNotEqualTo(new Schedule("another", Duration.ofHours(720)).lifetime("alice"));
  }
}

package dev.ollakeep.operator.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several complaints told as one: the most urgent speaks first, and nobody is left out without a word. */
class ComplaintsTest {

  @Test
  void nothingToComplainAboutIsNothingToSay() {
    assertThat(Complaints.of(List.of()).asOne()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "WEAK_PASSWORD, WEAK_PASSWORD",
    "WEAK_PASSWORD SOURCE_SECRET_MISSING, SOURCE_SECRET_MISSING WEAK_PASSWORD",
    "NOT_OBSERVED WEAK_PASSWORD, WEAK_PASSWORD NOT_OBSERVED",
    "SOURCE_SECRET_NOT_LABELLED NAME_CONFLICT SOURCE_SECRET_MISSING, NAME_CONFLICT SOURCE_SECRET_MISSING SOURCE_SECRET_NOT_LABELLED",
    "CREDENTIAL_CONTENTION IMMUTABLE_SECRET, IMMUTABLE_SECRET CREDENTIAL_CONTENTION",
    "NAME_CONFLICT UNSUPPORTED_LAYOUT INVALID_SPEC, INVALID_SPEC UNSUPPORTED_LAYOUT NAME_CONFLICT",
    "CRASH_LOOP NOT_OBSERVED, NOT_OBSERVED CRASH_LOOP",
  })
  void theMostUrgentGivesTheReasonAndAllAreTold(String found, String told) {
    var complaints = Arrays.stream(found.split(" ")).map(Reason::valueOf).map(ComplaintsTest::complaint).toList();
    var expected = Arrays.stream(told.split(" ")).map(Reason::valueOf).map(ComplaintsTest::complaint).toList();

    assertThat(Complaints.of(complaints).byUrgency()).isEqualTo(expected);
    assertThat(Complaints.of(complaints).asOne()).hasValueSatisfying(one -> {
      assertThat(one.reason()).isEqualTo(expected.get(0).reason());
      assertThat(one.message()).isEqualTo(String.join("; ", expected.stream().map(Complaint::message).toList()));
    });
  }

  @Test
  void equallyUrgentOnesKeepTheirOrderAndARepetitionIsToldOnce() {
    var bobs = new Complaint(Reason.NAME_CONFLICT, "bob's");
    var alices = new Complaint(Reason.NAME_CONFLICT, "alice's");
    assertThat(Complaints.of(List.of(bobs, alices, bobs)).asOne().map(Complaint::message)).contains("bob's; alice's");
  }

  @Test
  void ofManyTheFirstAreToldAndTheOthersCounted() {
    var many = IntStream.range(0, 100).mapToObj(number -> new Complaint(Reason.WEAK_PASSWORD, "user-" + number)).toList();
    assertThat(Complaints.of(many).asOne()).hasValueSatisfying(one -> assertThat(one.message())
        .startsWith("user-0; user-1; ").endsWith("user-9; and 90 more"));
  }

  private static Complaint complaint(Reason reason) {
    return new Complaint(reason, "about " + reason.text());
  }
}

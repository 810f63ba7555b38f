package dev.ollakeep.operator.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.api.v1alpha1.Role;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a resource is read. */
class CredentialSpecTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  @Test
  void usersAreSortedAndIncludeTheOperatorsOwn() {
    var spec = Sketch.with("zoe", "alice").grace("1h").request("r").spec(NOW);
    assertThat(spec.users()).extracting(CredentialUser::name).containsExactly("alice", "ollakeep", "zoe");
    var operator = spec.users().get(1);
    assertThat(operator.role()).isEqualTo(Role.VIEWER);
    assertThat(operator.secretName()).isEqualTo("hello-operator");
    assertThat(operator.gracePeriod()).isEqualTo(Duration.ofHours(1));
    assertThat(operator.requests()).isEqualTo(new Requests("r", ""));
  }

  @Test
  void aUsersOwnValuesWin() {
    var spec = Sketch.with("alice").grace("alice", "90m").source("alice", "mine").secretName("alice", "x-credentials")
        .spec(NOW);
    assertThat(spec.users().get(0)).satisfies(alice -> {
      assertThat(alice.gracePeriod()).isEqualTo(Duration.ofMinutes(90));
      assertThat(alice.source()).isEqualTo(new PasswordSource.Supplied("mine", "password"));
      assertThat(alice.secretName()).isEqualTo("x-credentials");
    });
  }

  @ParameterizedTest(name = "expiring {0}, suspended {1}: {2}")
  @CsvSource({
      "2026-11-24T12:00:01Z, false, ACTIVE",
      "2026-11-24T12:00:00Z, false, EXPIRED",
      "2026-11-24T13:00:00+02:00, false, EXPIRED",
      "2026-11-24T11:00:00Z, true, SUSPENDED",
      "2026-11-24T13:00:00Z, true, SUSPENDED",
  })
  void theStateFollowsTheClock(String expiresAt, boolean suspended, UserState state) {
    var spec = Sketch.with("alice").expires("alice", expiresAt).suspended("alice", suspended).spec(NOW);
    assertThat(spec.users().get(0).state()).isEqualTo(state);
  }

  @Test
  void whatCannotBeReadIsNamedAndReplacedByNothing() {
    assertThat(Sketch.with("alice").spec(NOW).switches().unreadable()).isEmpty();
    assertThat(Sketch.with("alice").grace("a day").spec(NOW).switches().unreadable())
        .hasValueSatisfying(what -> assertThat(what).contains("spec.auth.rotation.gracePeriod", "a day"));
    assertThat(Sketch.with("alice").expires("alice", "soon").spec(NOW).switches().unreadable())
        .hasValueSatisfying(what -> assertThat(what).contains("spec.auth.users[alice].expiresAt", "soon"));
    assertThat(Sketch.with("alice").interval("a month").spec(NOW).switches().unreadable())
        .hasValueSatisfying(what -> assertThat(what).contains("spec.auth.rotation.interval", "a month"));
    assertThat(Sketch.with("alice").interval("59m").spec(NOW).switches().unreadable())
        .hasValue("spec.auth.rotation.interval is shorter than 1h");
    assertThat(Sketch.with("alice").role("alice", Role.UNRECOGNISED).spec(NOW).switches().unreadable()).isPresent();
  }
}

package dev.ollakeep.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.api.v1alpha1.AuthStatus;
import dev.ollakeep.api.v1alpha1.Role;
import dev.ollakeep.api.v1alpha1.UserStatus;
import dev.ollakeep.operator.credentials.CredentialUser;
import dev.ollakeep.operator.credentials.Peek;
import dev.ollakeep.operator.credentials.Simulation;
import dev.ollakeep.operator.credentials.Sketch;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the resource's status says about credentials. */
class AuthReportTest {

  private final Simulation sim = Simulation.settled(Sketch.with("alice", "bob").request("r1"), "pod-a", "pod-b");

  @Test
  void aStableServer() {
    assertThat(report().phase()).isEqualTo("Stable");
    assertThat(report().revision()).isEqualTo(Peek.revision(sim.auth()));
    assertThat(report().podsAtRevision()).isEqualTo("2/2");
    assertThat(report().lastRotationTime()).isEqualTo("2026-11-24T12:00:00Z");
    assertThat(report().nextRotationTime()).isNull();
    assertThat(report().graceEndsAt()).isNull();
    assertThat(report().observedRequestId()).isEqualTo("r1");
    assertThat(report().pendingRequestId()).isEmpty();
    assertThat(report().users()).containsExactly(
        new UserStatus("alice", Role.USER, "hello-alice-credentials", "Generated", "Active", "Stable", null),
        new UserStatus("bob", Role.USER, "hello-bob-credentials", "Generated", "Active", "Stable", null));
  }

  @Test
  void theLeastAdvancedUsersPhaseIsTheServers() {
    sim.sketch.request("bob", "x");
    sim.settle();
    assertThat(report().phase()).isEqualTo("InGrace");
    assertThat(report().graceEndsAt()).isEqualTo("2026-11-25T13:00:00Z");
    assertThat(report().users()).extracting(UserStatus::phase).containsExactly("Stable", "InGrace");
    assertThat(report().users().get(1).graceEndsAt()).isEqualTo("2026-11-25T13:00:00Z");
    sim.sketch.request("alice", "y");
    sim.step();
    assertThat(report().phase()).isEqualTo("Journaled");
  }

  @Test
  void aRequestDuringARotationIsPendingAndTheOneBeforeItObserved() {
    sim.sketch.request("r2");
    sim.settle();
    assertThat(report().observedRequestId()).isEqualTo("r2");
    sim.sketch.request("r3");
    sim.settle();
    assertThat(report().observedRequestId()).isEqualTo("r2");
    assertThat(report().pendingRequestId()).isEqualTo("r3");
    sim.pass(Duration.ofHours(24));
    sim.settle();
    assertThat(report().observedRequestId()).isEqualTo("r3");
    assertThat(report().pendingRequestId()).isEmpty();
  }

  @Test
  void theNextRotationIsTheEarliestOfAllAndNotOfThoseUnderWay() {
    sim.sketch.interval("720h");
    var published = Instant.parse("2026-11-24T12:00:00Z");
    var due = sim.sketch.spec(sim.now).users().stream()
        .collect(Collectors.toMap(CredentialUser::name, user -> published.plus(user.lifetime().orElseThrow())));
    assertThat(report().nextRotationTime()).isEqualTo(Collections.min(due.values()).toString());

    sim.sketch.request("alice", "now").lockdown(true);
    assertThat(report().nextRotationTime()).as("who may not log in does not rotate").isEqualTo(due.get("ollakeep").toString());
    sim.sketch.lockdown(false).source("bob", "mine").request("all");
    sim.step();
    assertThat(report().nextRotationTime()).isNull();
  }

  @Test
  void podsThatLagAreCounted() {
    sim.pod("pod-b").heldBack = true;
    sim.sketch.request("r2");
    sim.settle();
    assertThat(report().podsAtRevision()).isEqualTo("1/2");
    assertThat(report().phase()).isEqualTo("WaitingForPods");
  }

  @Test
  void aPodThatIsSilentForTenMinutesIsNamedAsTheReason() {
    sim.pod("pod-b").silent = true;
    sim.sketch.request("r2");
    sim.settle();
    sim.pass(Duration.ofMinutes(10));
    assertThat(report().phase()).isEqualTo("PropagationUnverified");
    assertThat(sim.step()).isFalse();
  }

  @Test
  void aSuspendedUserIsShownAsSuch() {
    sim.sketch.suspended("alice", true).source("bob", "mine");
    sim.settle();
    assertThat(report().users()).extracting(UserStatus::state).containsExactly("Suspended", "Active");
    assertThat(report().users()).extracting(UserStatus::source).containsExactly("Generated", "Supplied");
  }

  @Test
  void aServerWithoutAnythingYet() {
    var empty = new Simulation(Sketch.with("alice"));
    var report = AuthReport.of(empty.sketch.spec(empty.now), empty.decide());
    assertThat(report.revision()).isZero();
    assertThat(report.podsAtRevision()).isEqualTo("0/0");
    assertThat(report.lastRotationTime()).isNull();
  }

  private AuthStatus report() {
    return AuthReport.of(sim.sketch.spec(sim.now), sim.decide());
  }
}

package dev.ollakeep.operator.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.credentials.RestingPosition.InGrace;
import dev.ollakeep.operator.credentials.RestingPosition.Revoked;
import dev.ollakeep.operator.credentials.RestingPosition.Revoking;
import dev.ollakeep.operator.credentials.RestingPosition.Stable;
import dev.ollakeep.operator.credentials.RestingPosition.Unhashed;
import dev.ollakeep.operator.credentials.RunningPosition.Journaled;
import dev.ollakeep.operator.credentials.RunningPosition.Premature;
import dev.ollakeep.operator.credentials.RunningPosition.Published;
import dev.ollakeep.operator.credentials.RunningPosition.Verified;
import dev.ollakeep.operator.credentials.RunningPosition.WaitingForPods;
import dev.ollakeep.operator.credentials.ShutPosition.Closed;
import dev.ollakeep.operator.credentials.ShutPosition.Closing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every position is reached, in the order that the picture shows, and only its own transition leads out of it. */
class PositionTest {

  private final Simulation sim = new Simulation(Sketch.with("alice"), "pod-a");

  @Test
  void aRotationPassesEveryPositionInOrder() {
    var passed = new ArrayList<Class<?>>(List.of(Unhashed.class));
    follow(passed);
    sim.pass(Duration.ofHours(1));
    sim.sketch.request("now");
    follow(passed);
    sim.pass(Duration.ofHours(25));
    follow(passed);

    assertThat(passed).containsExactly(
        Unhashed.class, Journaled.class, WaitingForPods.class, Verified.class, Published.class, Stable.class,
        Journaled.class, WaitingForPods.class, Verified.class, Published.class, InGrace.class,
        Revoking.class, Revoked.class, Stable.class);
  }

  @Test
  void whoIsSuspendedIsClosedAndComesBackWithoutAHash() {
    sim.settle();
    sim.sketch.suspended("alice", true);
    assertThat(alice()).isInstanceOf(Closing.class);
    sim.settle();
    assertThat(alice()).isInstanceOf(Closed.class);
    sim.sketch.suspended("alice", false);
    assertThat(alice()).isInstanceOf(Unhashed.class);
  }

  @Test
  void aJournalWithinAGraceIsPremature() {
    sim.settle();
    sim.sketch.request("alice", "x");
    var late = sim.decide().step().orElseThrow();
    sim.settle();
    sim.apply(late);
    assertThat(alice()).isInstanceOf(Premature.class);
    assertThat(alice().kept()).isEmpty();
  }

  /** A position that nobody reaches in the tests above is one that nobody has thought of. */
  @Test
  void theTestsAboveReachAllOfThem() {
    var all = Stream.of(Position.class.getPermittedSubclasses()).flatMap(kind -> Arrays.stream(kind.getPermittedSubclasses()));
    assertThat(all).containsExactlyInAnyOrder(Unhashed.class, InGrace.class, Revoking.class, Revoked.class, Stable.class,
        Journaled.class, WaitingForPods.class, Verified.class, Published.class, Premature.class, Closing.class, Closed.class);
  }

  /** What would be illegal has no name: no method of a position starts or publishes but where that is the next thing to do. */
  @Test
  void onlyWhoIsAtRestStartsAndOnlyWhoIsVerifiedIsPublished() {
    var all = Stream.of(Position.class.getPermittedSubclasses()).flatMap(kind -> Arrays.stream(kind.getPermittedSubclasses())).toList();
    assertThat(all).filteredOn(position -> has(position, "start")).isNotEmpty().allMatch(RestingPosition.class::isAssignableFrom);
    assertThat(all).filteredOn(position -> has(position, "publication")).singleElement().isEqualTo(Verified.class);
  }

  private static boolean has(Class<?> position, String method) {
    return Stream.concat(Arrays.stream(position.getDeclaredMethods()), Arrays.stream(position.getMethods()))
        .anyMatch(known -> known.getName().equals(method));
  }

  /** Goes on as long as there is something to do or to wait for, and notes where alice comes. */
  private void follow(List<Class<?>> passed) {
    for (var idle = 0; idle < 2;) {
      note(passed);
      idle = sim.step() ? 0 : idle + 1;
      note(passed);
      if (idle > 0 || alice() instanceof WaitingForPods) {
        sim.pods.forEach(pod -> pod.refresh(sim.auth()));
      }
    }
    note(passed);
  }

  private void note(List<Class<?>> passed) {
    var here = alice().getClass();
    if (passed.get(passed.size() - 1) != here) {
      passed.add(here);
    }
  }

  private Position alice() {
    return CredentialState.of(sim.sketch.spec(sim.now), sim.observe(), sim.now).positions().stream()
        .filter(position -> position.facts().name().equals("alice")).findFirst().orElseThrow();
  }
}

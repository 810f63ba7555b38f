package dev.ollakeep.operator.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.ollakeep.operator.credentials.Propagation.Standing;
import dev.ollakeep.operator.observed.PodSeen;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which pods keep the gate shut, and as what they are shown. */
class GateTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final long REVISION = NOW.getEpochSecond();
  private static final Map<String, String> OLD = Map.of("revision", Long.toString(REVISION - 1));

  static Stream<Arguments> pods() {
    return Stream.of(
        pod("has the revision", List.of(), p -> p.mounted = Map.of("revision", Long.toString(REVISION))),
        pod("has a newer one", List.of(), p -> p.mounted = Map.of("revision", Long.toString(REVISION + 9))),
        pod("has an older one", List.of(Standing.BLOCKS), p -> { }),
        pod("does not answer", List.of(Standing.BLOCKS), p -> p.silent = true),
        pod("refuses although it runs: it may come back with what it had", List.of(Standing.BLOCKS),
            p -> p.portClosed = true),
        pod("has never started its proxy", List.of(Standing.NOT_STARTED), p -> p.started = false),
        pod("has never started its proxy and does not answer", List.of(Standing.NOT_STARTED), p -> {
          p.started = false;
          p.silent = true;
        }),
        pod("is ending and still answers", List.of(Standing.BLOCKS), p -> p.ending = true),
        pod("is ending and does not answer", List.of(Standing.BLOCKS), p -> {
          p.ending = true;
          p.silent = true;
        }),
        pod("is ending and has closed its port", List.of(), p -> {
          p.ending = true;
          p.portClosed = true;
        }),
        pod("is not ready for a minute", List.of(Standing.BLOCKS), p -> p.notReadySince = NOW.minusSeconds(60)),
        pod("is not ready for longer", List.of(Standing.NOT_READY), p -> p.notReadySince = NOW.minusSeconds(61)),
        pod("is lost with its node", List.of(Standing.NOT_READY), p -> {
          p.notReadySince = NOW.minusSeconds(3600);
          p.silent = true;
          p.ending = true;
        }));
  }

  @ParameterizedTest(name = "a pod that {0}")
  @MethodSource("pods")
  void aPod(String sentence, List<Standing> expected, SimulatedPod pod) {
    var gate = new Gate(List.of(pod.seen()), NOW);
    assertThat(gate.behind(REVISION)).extracting(Propagation.PodBehind::standing).isEqualTo(expected);
    assertThat(gate.passed(REVISION)).isEqualTo(expected.stream().noneMatch(Standing::blocks));
    assertThat(gate.confirmed(REVISION)).isEqualTo(expected.isEmpty() || expected.contains(Standing.NOT_STARTED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Succeeded", "Failed"})
  void aPodThatHasEndedServesNobody(String phase) {
    var seen = lagging("pod-a").seen();
    seen.pod().getStatus().setPhase(phase);
    var gate = new Gate(List.of(seen), NOW);
    assertThat(gate.passed(REVISION)).isTrue();
    assertThat(gate.propagation(REVISION)).isEqualTo(new Propagation(REVISION, 0, List.of()));
  }

  @Test
  void aPodWithoutAStatusHasNotStarted() {
    var seen = lagging("pod-a").seen();
    seen.pod().setStatus(null);
    var refusing = new PodSeen(seen.pod(), new PodSeen.AuthAnswer.NotListening(), seen.config(), seen.attack());
    assertThat(new Gate(List.of(refusing), NOW).passed(REVISION)).isTrue();
  }

  @Test
  void noPodsPass() {
    assertThat(new Gate(List.of(), NOW).passed(REVISION)).isTrue();
    assertThat(new Gate(List.of(), NOW).confirmed(REVISION)).isTrue();
  }

  @Test
  void onePodAmongManyKeepsItShut() {
    var fresh = lagging("pod-a");
    fresh.mounted = Map.of("revision", Long.toString(REVISION));
    var gate = new Gate(List.of(fresh.seen(), lagging("pod-c").seen(), lagging("pod-b").seen()), NOW);
    assertThat(gate.passed(REVISION)).isFalse();
    assertThat(gate.behind(REVISION)).extracting(Propagation.PodBehind::name).containsExactly("pod-b", "pod-c");
    assertThat(gate.propagation(REVISION).pods()).isEqualTo(3);
  }

  @Test
  void silenceForTenMinutesIsSaidAndForcesNothing() {
    var silent = lagging("pod-a");
    silent.silent = true;
    var soon = new Gate(List.of(silent.seen()), NOW.plusSeconds(599));
    assertThat(soon.unverified(REVISION)).isFalse();
    var late = new Gate(List.of(silent.seen()), NOW.plusSeconds(600));
    assertThat(late.unverified(REVISION)).isTrue();
    assertThat(late.passed(REVISION)).isFalse();
    silent.silent = false;
    assertThat(new Gate(List.of(silent.seen()), NOW.plusSeconds(600)).unverified(REVISION)).isFalse();
  }

  @Test
  void aNewPodThatHasNotAnsweredYetIsNoUnconfirmedRotation() {
    var young = new SimulatedPod("pod-a", NOW.plusSeconds(5));
    young.silent = true;
    var gate = new Gate(List.of(young.seen()), NOW.plusSeconds(6));
    assertThat(gate.confirmed(REVISION)).isTrue();
    assertThat(gate.passed(REVISION)).as("but nothing is published to it unproven").isFalse();
    young.silent = false;
    young.mounted = OLD;
    assertThat(new Gate(List.of(young.seen()), NOW.plusSeconds(6)).confirmed(REVISION)).isFalse();
  }

  private static Arguments pod(String sentence, List<Standing> expected, Consumer<SimulatedPod> change) {
    var pod = lagging("pod-a");
    change.accept(pod);
    return arguments(sentence, expected, pod);
  }

  private static SimulatedPod lagging(String name) {
    var pod = new SimulatedPod(name, NOW.minusSeconds(7200));
    pod.mounted = OLD;
    return pod;
  }
}

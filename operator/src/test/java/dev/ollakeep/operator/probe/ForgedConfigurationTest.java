package dev.ollakeep.operator.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.observed.PodSeen.AttackAnswer;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody changes the ConfigMap of a proxy and leaves its version as it is. */
class ForgedConfigurationTest {

  private static final PodProbe.Wanted WRITTEN = new PodProbe.Wanted(7, "v1", "as written");
  private static final PodProbe.Wanted FORGED = new PodProbe.Wanted(7, "v1", "forged");

  private final SettableClock clock = new SettableClock();
  private FakeProxy proxy;
  private PodProbe probe;

  @BeforeEach
  void start() throws Exception {
    proxy = FakeProxy.start();
    proxy.serves(7, "v1", "");
    probe = new PodProbe(clock, new DirectConnections(Duration.ofMillis(500)));
  }

  @AfterEach
  void stop() {
    probe.close();
    proxy.close();
  }

  /** What a pod has of it, a kubelet decides in the next minute or two. */
  @Test
  void whatCallsItselfTheSameAndIsNotIsAttackedUntilNoPodCanHaveItAnyMore() {
    assertThat(look(WRITTEN)).isEqualTo(new AttackAnswer.Withstood());

    assertThat(look(FORGED)).as("it holds, still").isEqualTo(new AttackAnswer.Untried());
    proxy.letsEverybodyIn();
    clock.goOn(Duration.ofSeconds(10));
    assertThat(look(WRITTEN)).as("put right, and not yet loaded").isInstanceOf(AttackAnswer.Breached.class);
  }

  @Test
  void whatWasForgedAndNeverLoadedIsForgottenAfterTwoMinutes() {
    look(WRITTEN);
    look(FORGED);
    assertThat(look(WRITTEN)).as("put right").isEqualTo(new AttackAnswer.Untried());
    clock.goOn(Duration.ofSeconds(121));
    assertThat(look(WRITTEN)).isEqualTo(new AttackAnswer.Withstood());
  }

  @Test
  void anotherVersionIsNothingToSuspect() {
    look(WRITTEN);
    assertThat(look(new PodProbe.Wanted(7, "v2", "another"))).isEqualTo(new AttackAnswer.Withstood());
  }

  private AttackAnswer look(PodProbe.Wanted wanted) {
    var pod = new PodBuilder()
        .withNewMetadata().withName("hello-1").withUid("uid-1").endMetadata()
        .withNewStatus().withPhase("Running").withPodIP(proxy.address()).endStatus()
        .build();
    return probe.look(List.of(pod), wanted).get(0).attack();
  }
}

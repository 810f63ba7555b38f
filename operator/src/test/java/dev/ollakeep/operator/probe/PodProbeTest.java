package dev.ollakeep.operator.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.observed.PodSeen;
import dev.ollakeep.operator.observed.PodSeen.AttackAnswer;
import dev.ollakeep.operator.observed.PodSeen.AuthAnswer;
import dev.ollakeep.operator.observed.PodSeen.ConfigAnswer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodProbeTest {

  private static final PodProbe.Wanted WANTED = new PodProbe.Wanted(7, "v1", "as written");

  private final SettableClock clock = new SettableClock();
  private FakeProxy proxy;
  private PodProbe probe;

  @BeforeEach
  void start() throws Exception {
    proxy = FakeProxy.start();
    probe = new PodProbe(clock, new DirectConnections(Duration.ofMillis(500)));
  }

  @AfterEach
  void stop() {
    probe.close();
    proxy.close();
  }

  @Test
  void aHealthyPodShowsRevisionConfigurationAndThatItHolds() {
    proxy.serves(7, "v1", "");

    var seen = look();

    assertThat(seen.auth()).isEqualTo(new AuthAnswer.Revision(7));
    assertThat(seen.config()).isEqualTo(new ConfigAnswer.Versions("v1", ""));
    assertThat(seen.attack()).isEqualTo(new AttackAnswer.Withstood());
    assertThat(probe.serverVersion(List.of(seen))).contains("0.17.4");
  }

  /** The status takes no text that long: it would be refused as a whole, for as long as the pod says so. */
  @ParameterizedTest
  @MethodSource("noVersions")
  void whatIsNoVersionIsNotShown(String text) {
    proxy.serves(7, "v1", "");
    proxy.saysItIs(text);

    assertThat(probe.serverVersion(List.of(look()))).isEmpty();
  }

  static List<String> noVersions() {
    return List.of("", "<b>0.17.4</b>", "0.17.4 ", "9".repeat(600));
  }

  @Test
  void aPodThatHasShownEverythingIsNotAskedAgain() {
    proxy.serves(7, "v1", "");
    probe.serverVersion(List.of(look()));
    var asked = proxy.requests();

    probe.serverVersion(List.of(look()));

    assertThat(proxy.requests()).isEqualTo(asked);
  }

  @Test
  void aRevisionOnlyGrows() {
    proxy.serves(6, "v1", "");
    assertThat(look().auth()).isEqualTo(new AuthAnswer.Revision(6));

    proxy.serves(3, "v1", "");

    assertThat(look().auth()).isEqualTo(new AuthAnswer.Revision(6));
  }

  @Test
  void aRejectedConfigurationIsAskedForUntilItIsGone() {
    proxy.serves(7, "v1", "v2");
    assertThat(look().config()).isEqualTo(new ConfigAnswer.Versions("v1", "v2"));

    proxy.serves(7, "v1", "");

    assertThat(look().config()).isEqualTo(new ConfigAnswer.Versions("v1", ""));
  }

  @Test
  void aListenerThatLetsAnybodyInIsABreach() {
    proxy.serves(7, "v1", "");
    proxy.letsEverybodyIn();

    assertThat(look().attack()).isInstanceOfSatisfying(AttackAnswer.Breached.class,
        breached -> assertThat(breached.probe()).contains("GET /api/tags with no credential was answered 200"));
  }

  @Test
  void anOllamaBesideTheProxyIsABreach() throws Exception {
    proxy.serves(7, "v1", "");
    proxy.opensOllamasPort();

    assertThat(look().attack()).isInstanceOfSatisfying(AttackAnswer.Breached.class,
        breached -> assertThat(breached.probe()).contains("11434"));
  }

  @Test
  void aPortThatAcceptsAndSaysNothingIsNoBreach() throws Exception {
    proxy.serves(7, "v1", "");
    proxy.acceptsOnOllamasPort();

    assertThat(look().attack()).isEqualTo(new AttackAnswer.Withstood());
  }

  /** What is remembered of a pod goes on being believed for a while, so another's Ollama may be attacked in its place. */
  @Test
  void theOllamaOfAStrangerAtARememberedAddressIsNoBreach() throws Exception {
    proxy.serves(7, "v1", "");
    assertThat(look().attack()).isEqualTo(new AttackAnswer.Withstood());
    proxy.ends();
    proxy.opensOllamasPort();

    clock.goOn(Duration.ofMinutes(11));

    assertThat(look().attack()).as("nor is it proof that the pod holds").isEqualTo(new AttackAnswer.Untried());
  }

  @Test
  void aVerdictOutlivesAFewAttemptsWithoutAnAnswerAndNotMany() {
    proxy.serves(7, "v1", "");
    look();
    proxy.ends();

    clock.goOn(Duration.ofMinutes(11));
    assertThat(look().attack()).isEqualTo(new AttackAnswer.Withstood());
    clock.goOn(Duration.ofMinutes(20));
    assertThat(look().attack()).isEqualTo(new AttackAnswer.Untried());
  }

  @Test
  void afterABreachSilenceIsNoProof() throws Exception {
    proxy.serves(7, "v1", "");
    look();
    proxy.opensOllamasPort();
    clock.goOn(Duration.ofMinutes(11));
    assertThat(look().attack()).isInstanceOf(AttackAnswer.Breached.class);
    proxy.ends();

    assertThat(look().attack()).isEqualTo(new AttackAnswer.Untried());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"status\":\"ok\"}", "{\"live\":\"v1\"}", "{\"live\":\"<b>\",\"rejected\":\"\"}", "[]", "7"})
  void theJsonOfAnotherProgramNamesNoConfiguration(String json) {
    proxy.serves(7, "v1", "");
    proxy.saysInsteadOfTheConfiguration(json);

    assertThat(look().config()).isInstanceOf(ConfigAnswer.Silent.class);
  }

  @Test
  void nobodyListeningIsRefused() {
    proxy.close();

    assertThat(look().auth()).isEqualTo(new AuthAnswer.NotListening());
  }

  @Test
  void noAnswerInTimeIsSilence() {
    proxy.hangs();

    assertThat(look().auth()).isInstanceOf(AuthAnswer.Silent.class);
  }

  @Test
  void aNonsensicalAnswerIsSilenceToo() {
    proxy.saysInsteadOfTheRevision("hello");

    assertThat(look().auth()).isInstanceOf(AuthAnswer.Silent.class);
  }

  /** Whoever has the address of a pod that is gone could else drive revisions up until they are no times any more. */
  @Test
  void aRevisionThatNobodyHasWrittenIsNone() {
    proxy.saysInsteadOfTheRevision("1900000000");
    assertThat(look().auth()).as("years ahead").isInstanceOf(AuthAnswer.Silent.class);
    proxy.saysInsteadOfTheRevision("999999999999999");
    assertThat(look().auth()).as("it has to be touched").isEqualTo(new AuthAnswer.Revision(0));

    proxy.saysInsteadOfTheRevision("7");
    assertThat(look().auth()).as("nothing of it is remembered").isEqualTo(new AuthAnswer.Revision(7));
  }

  @Test
  void aBodyWithoutEndHoldsNobodyUp() {
    proxy.drips();
    var before = System.nanoTime();

    assertThat(look().auth()).isInstanceOf(AuthAnswer.Silent.class);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void anAnswerThatIsTooLongIsNotRead() {
    proxy.saysInsteadOfTheRevision("7".repeat(100_000));

    assertThat(look().auth()).isEqualTo(new AuthAnswer.Silent("HTTP 200 without a usable answer"));
  }

  @Test
  void aPodWithoutAddressOrOneThatHasEndedIsNotAsked() {
    proxy.serves(7, "v1", "");
    var ended = new PodBuilder(pod()).editStatus().withPhase("Failed").endStatus().build();
    var unborn = new PodBuilder(pod()).editStatus().withPodIP(null).endStatus().build();

    assertThat(probe.look(List.of(ended, unborn), WANTED)).extracting(PodSeen::auth)
        .containsExactly(new AuthAnswer.NotListening(), new AuthAnswer.NotListening());
    assertThat(proxy.requests()).isZero();
  }

  private PodSeen look() {
    return probe.look(List.of(pod()), WANTED).get(0);
  }

  private Pod pod() {
    return new PodBuilder()
        .withNewMetadata().withName("hello-1").withUid("uid-1").endMetadata()
        .withNewStatus().withPhase("Running").withPodIP(proxy.address()).endStatus()
        .build();
  }
}

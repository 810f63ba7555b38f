package dev.ollakeep.operator.proxy.flood;

import static dev.ollakeep.operator.proxy.nginx.ProxySandbox.OLLAMA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.proxy.nginx.ProxySandbox;
import dev.ollakeep.testing.NginxBinary;
import dev.ollakeep.testing.RequiresNginx;
import dev.ollakeep.testing.RunsAlone;
import dev.ollakeep.testing.SideBySide;
import dev.ollakeep.testing.ollama.FakeOllama;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What keeps floods from doing harm does so, and is noticed when it is gone: a trial that would not notice protects nothing. */
@RequiresNginx
@RunsAlone
class ProtectionsTest {

  /** Their trials wait for the end of a connection; the others need the processors. */
  private static final Set<Protection> WAITING = EnumSet.of(Protection.HEADERS_COME_SOON,
      Protection.WHAT_IS_LEFT_OF_A_REFUSED_BODY_IS_NOT_AWAITED, Protection.A_REFUSAL_WAITS_SHORTLY, Protection.WHO_IS_SERVED_IS_WAITED_FOR);

  static Stream<Arguments> waiting() {
    return both(WAITING);
  }

  static Stream<Arguments> working() {
    return both(EnumSet.complementOf(EnumSet.copyOf(WAITING)));
  }

  /** With each, and without it. */
  private static Stream<Arguments> both(Set<Protection> protections) {
    return protections.stream().flatMap(protection -> Stream.of(Arguments.of(protection, true), Arguments.of(protection, false)));
  }

  @SideBySide
  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("waiting")
  void aTrialThatWaitsIsPassedExactlyWithIt(Protection protection, boolean there, NginxBinary nginx) throws Exception {
    assertThat(isPassed(protection, there, nginx)).as(protection.sentence()).isEqualTo(there);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("working")
  void aTrialIsPassedExactlyWithIt(Protection protection, boolean there, NginxBinary nginx) throws Exception {
    assertThat(isPassed(protection, there, nginx)).as(protection.sentence()).isEqualTo(there);
  }

  private static boolean isPassed(Protection protection, boolean there, NginxBinary nginx) throws Exception {
    UnaryOperator<String> change = there ? UnaryOperator.identity() : protection::takenFrom;
    try (var proxy = ProxySandbox.knowingAlice(nginx, change); var ollama = FakeOllama.start(proxy.at(OLLAMA))) {
      proxy.patience(1);
      return protection.trial().isPassed(new Trial.Place(proxy, proxy.startServing(), ollama));
    }
  }
}

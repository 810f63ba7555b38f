package dev.ollakeep.operator.proxy.flood;

import static dev.ollakeep.operator.proxy.nginx.ProxySandbox.OLLAMA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.proxy.nginx.ProxySandbox;
import dev.ollakeep.testing.NginxBinary;
import dev.ollakeep.testing.RequiresNginx;
import dev.ollakeep.testing.ollama.FakeOllama;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What keeps floods from doing harm does so, and is noticed when it is gone: a trial that would not notice protects nothing. */
@RequiresNginx
class ProtectionsTest {

  @ParameterizedTest
  @EnumSource(Protection.class)
  void withItTheTrialIsPassed(Protection protection, NginxBinary nginx) throws Exception {
    assertThat(isPassed(protection, nginx, text -> text)).as(protection.sentence()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Protection.class)
  void withoutItTheTrialFails(Protection protection, NginxBinary nginx) throws Exception {
    assertThat(isPassed(protection, nginx, protection::takenFrom)).as("without it: " + protection.sentence()).isFalse();
  }

  private static boolean isPassed(Protection protection, NginxBinary nginx, UnaryOperator<String> change) throws Exception {
    try (var proxy = ProxySandbox.knowingAlice(nginx, change); var ollama = FakeOllama.start(proxy.at(OLLAMA))) {
      proxy.patience(1);
      return protection.trial().isPassed(new Trial.Place(proxy, proxy.startServing(), ollama));
    }
  }
}

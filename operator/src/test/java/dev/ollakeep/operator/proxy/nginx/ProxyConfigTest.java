package dev.ollakeep.operator.proxy.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.proxy.ProxyContract;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProxyConfigTest {

  private static final ProxyConfig DEFAULTS = ProxyConfig.of(SettingsExample.DEFAULTS.settings());

  @Test
  void theVersionIsInTheConfigurationItNames() {
    assertThat(DEFAULTS.version()).matches("[0-9a-f]{16}");
    assertThat(DEFAULTS.files().get(ProxyContract.NGINX_CONF)).contains("{\"live\":\"" + DEFAULTS.version() + "\",\"rejected\":\"\"}");
  }

  @Test
  void everyOtherSettingIsAnotherVersion() {
    assertThat(Stream.of(SettingsExample.values()).map(example -> ProxyConfig.of(example.settings()).version()))
        .doesNotHaveDuplicates();
  }

  @Test
  void theSameSettingsAreTheSameFiles() {
    assertThat(ProxyConfig.of(SettingsExample.DEFAULTS.settings())).isEqualTo(DEFAULTS);
  }
}

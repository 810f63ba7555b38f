package dev.ollakeep.operator.proxy.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole text for a few settings, to be read as a reviewer would; {@code -Dgolden.rewrite=true} writes it anew. */
class GoldenNginxTest {

  private static final Path DIRECTORY = Path.of("src/test/resources/golden-nginx");

  @ParameterizedTest
  @MethodSource("dev.ollakeep.operator.proxy.nginx.SettingsExample#golden")
  void theTextIsTheGoldenOne(SettingsExample example) throws IOException {
    var golden = DIRECTORY.resolve(example.sentence() + ".conf");
    var text = NginxConf.render(example.settings());
    if (Boolean.getBoolean("golden.rewrite")) {
      Files.createDirectories(DIRECTORY);
      Files.writeString(golden, text);
    }
    assertThat(golden).as("rewrite with -Dgolden.rewrite=true and read the difference").exists().hasContent(text);
  }

  @Test
  void noGoldenFileIsUnused() throws IOException {
    try (var files = Files.list(DIRECTORY)) {
      var expected = SettingsExample.golden().stream().map(example -> example.sentence() + ".conf");
      assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(expected.toList());
    }
  }
}

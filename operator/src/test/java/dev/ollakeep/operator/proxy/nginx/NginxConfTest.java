package dev.ollakeep.operator.proxy.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.NginxBinary;
import dev.ollakeep.testing.RequiresNginx;
import dev.ollakeep.testing.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class NginxConfTest {

  @RequiresNginx
  @ParameterizedTest
  @EnumSource(SettingsExample.class)
  void nginxAcceptsTheText(SettingsExample example, NginxBinary nginx, @TempDir Path directory) throws Exception {
    var answer = ask(nginx, NginxConf.render(example.settings()), directory);

    assertThat(answer).contains("test is successful").doesNotContain("[warn]").doesNotContain("[emerg]");
  }

  @RequiresNginx
  @ParameterizedTest
  @MethodSource("goldenConfigurations")
  void nginxAcceptsEveryGoldenConfiguration(Path golden, NginxBinary nginx, @TempDir Path directory) throws Exception {
    assertThat(ask(nginx, Files.readString(golden), directory)).contains("test is successful").doesNotContain("[warn]");
  }

  static List<Path> goldenConfigurations() throws IOException {
    try (var files = Files.walk(Path.of("src/test/resources"))) {
      var found = files.filter(file -> file.toString().matches(".*[/\\\\]golden.*\\.conf")).sorted().toList();
      assertThat(found).isNotEmpty();
      return found;
    }
  }

  @ParameterizedTest
  @EnumSource(SettingsExample.class)
  void theSameSettingsGiveTheSameBytes(SettingsExample example) {
    assertThat(NginxConf.render(example.settings())).isEqualTo(NginxConf.render(example.settings()));
  }

  @ParameterizedTest
  @EnumSource(SettingsExample.class)
  void noLineEndsInSpacesAndNoTabIsThere(SettingsExample example) {
    assertThat(NginxConf.render(example.settings()).lines().filter(line -> line.endsWith(" ") || line.contains("\t"))).isEmpty();
  }

  private static String ask(NginxBinary nginx, String text, Path directory) throws IOException {
    var run = Files.createDirectories(directory.resolve("run"));
    var conf = Files.writeString(directory.resolve("nginx.conf"), SandboxAddress.take().relocated(text)
        .replace("/run/ollakeep", run.toString())
        .replace("/etc/ollakeep", directory.resolve("etc").toString()));
    var builder = new ProcessBuilder(nginx.path().toString(), "-t", "-e", "stderr", "-c", conf.toString()).redirectErrorStream(true);
    // To Nginx the variable that tells us where it is means sockets to inherit.
    builder.environment().remove(Tools.NGINX);
    return new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}

package dev.ollakeep.testing.player;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is rewritten for a Pod, what is left alone, and that the way back gives the same bytes. */
class RelocationTest {

  private static final Relocation POD = new Relocation("127.70.1.2", "127.102.1.2", "/ROOT",
      List.of("/etc/ollakeep/conf", "/etc/ollakeep/auth", "/run/ollakeep", "/tmp", "/models"));

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "listen 8080;                            | listen 127.70.1.2:8080;",
      "listen  8443 ssl default_server;        | listen  127.70.1.2:8443 ssl default_server;",
      "{listen 8081;}                          | {listen 127.70.1.2:8081;}",
      "listen unix:/run/ollakeep/auth.sock;    | listen unix:/ROOT/run/ollakeep/auth.sock;",
      "server 127.0.0.1:11434;                 | server 127.102.1.2:11434;",
      "127.0.0.1:11434                         | 127.102.1.2:11434",
      "alias /etc/ollakeep/auth/revision;      | alias /ROOT/etc/ollakeep/auth/revision;",
      "SRC=${SRC:-/etc/ollakeep}               | SRC=${SRC:-/ROOT/etc/ollakeep}",
      "root '/run/ollakeep';                   | root '/ROOT/run/ollakeep';",
      "cat /tmp/x /tmp                         | cat /ROOT/tmp/x /ROOT/tmp",
      "/models                                 | /ROOT/models",
      "[ -e /proc/net/if_inet6 ]               | [ -e /ROOT/proc/net/if_inet6 ]",
  })
  void isRelocated(String text, String expected) {
    assertThat(POD.apply(text)).isEqualTo(expected);
    assertThat(POD.undo(expected)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "proxy_set_header Host localhost:11434;", "set_real_ip_from 127.0.0.1;", "server 127.0.0.1:114345;", "server 1127.0.0.1:11434;",
      "listen [::]:8080 ipv6only=on;", "cat /proc/net/tcp6", "listen_backlog 8080;", "*'listen '*8081\\;)", "# listen to 10.1.2.3",
      "return 200 'listen';", "/etc/ollakeeper/conf", "$base/etc/ollakeep/conf", "${base}/run/ollakeep",
      "/usr/tmp", "/tmpfile", "/etc/ollakeep-old", "/api/models/x", "root /nonexistent;", "/etc/passwd",
  })
  void isLeftAlone(String text) {
    assertThat(POD.apply(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "listen [::1]:8080;", "listen [fd00::1]:8080;", "listen *:8080;", "listen 0.0.0.0:8080;",
      "server 127.70.1.2:1;", "server 127.102.1.2:1;", "cat /ROOT/x",
  })
  void isRefused(String text) {
    assertThatThrownBy(() -> POD.apply(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void withoutMountsNoPathIsTouched() {
    Relocation bare = new Relocation("127.70.1.2", "127.102.1.2", "/ROOT", List.of());
    assertThat(bare.apply("listen 8080; # /etc/ollakeep/conf")).isEqualTo("listen 127.70.1.2:8080; # /etc/ollakeep/conf");
  }

  @Test
  void aWholeConfigurationComesBackByteForByte() {
    String original = Workload.resource("nginx.conf");
    String relocated = POD.apply(original);
    assertThat(relocated).doesNotContain("listen 80", "127.0.0.1:11434").contains("/ROOT/etc/ollakeep/auth/htpasswd");
    assertThat(POD.undo(relocated)).isEqualTo(original);
  }
}

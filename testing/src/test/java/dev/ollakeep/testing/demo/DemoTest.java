package dev.ollakeep.testing.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the demo says while it waits and when it cannot go on; its story is run as a whole by {@code make demo}. */
class DemoTest {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void aMissingPartIsNamedWithItsRemedyBeforeAnythingStarts(@TempDir Path empty) {
    assertThat(Demo.run(narrator(false), new DemoFiles(empty))).isFalse();
    assertThat(printed.toString(UTF_8)).contains("The demo failed", "crds/ollamaservers.ollakeep.dev-v1.yml is not there: run 'make crds'")
        .doesNotContain("Setting the scene");
  }

  @Test
  void awaitReturnsWhatItFound() {
    Iterator<Optional<String>> answers = List.of(Optional.<String>empty(), Optional.of("here")).iterator();
    assertThat(narrator(false).await("something", Duration.ofSeconds(5), answers::next)).isEqualTo("here");
    assertThat(printed.toString(UTF_8)).isEmpty();
  }

  @Test
  void awaitEndsAndSaysWhatDidNotHappen() {
    assertThatThrownBy(() -> narrator(false).await("something", Duration.ofMillis(300), Optional::empty))
        .isInstanceOf(DemoFailure.class).hasMessage("something did not happen within 0 s");
  }

  @Test
  void onlyATerminalGetsControlCharacters() {
    for (boolean terminal : new boolean[] {true, false}) {
      printed.reset();
      Narrator narrator = narrator(terminal);
      narrator.chapter("Title");
      assertThatThrownBy(() -> narrator.await("something", Duration.ofMillis(1500), Optional::empty)).isInstanceOf(DemoFailure.class);
      assertThat(printed.toString(UTF_8).contains("\033[")).isEqualTo(terminal);
      assertThat(printed.toString(UTF_8).contains("waiting for something, 1 s")).isEqualTo(terminal);
    }
  }

  @Test
  void credentialsAreNotPrinted() {
    assertThat(Requests.Credential.bearer("olk_secret").toString()).isEqualTo("Credential[Authorization]");
  }

  @Test
  void noAnswerIsAFailureThatNamesTheRequest() throws IOException {
    InetSocketAddress nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = (InetSocketAddress) socket.getLocalSocketAddress();
    }
    Requests requests = new Requests("http://127.0.0.1:" + nobody.getPort());
    assertThatThrownBy(() -> requests.get("/api/version", Requests.Credential.NONE))
        .isInstanceOf(DemoFailure.class).hasMessageStartingWith("GET /api/version got no answer");
  }

  private Narrator narrator(boolean terminal) {
    return new Narrator(new PrintStream(printed, true, UTF_8), terminal);
  }
}

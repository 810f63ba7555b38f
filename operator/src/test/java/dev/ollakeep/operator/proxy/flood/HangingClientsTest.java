package dev.ollakeep.operator.proxy.flood;

import static dev.ollakeep.operator.proxy.nginx.ProxySandbox.OLLAMA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.proxy.nginx.ProxySandbox;
import dev.ollakeep.testing.NginxBinary;
import dev.ollakeep.testing.RequiresNginx;
import dev.ollakeep.testing.RunsAlone;
import dev.ollakeep.testing.SideBySide;
import dev.ollakeep.testing.ollama.FakeOllama;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever was not let in holds up neither the end of a pod nor a reload; whoever was is waited for. */
@RequiresNginx
@RunsAlone
class HangingClientsTest {

  private static final int OF_EACH_KIND = 3;
  private static final int SHORT_PATIENCE = 1;
  private static final int LONGER_PATIENCE = 6;
  private static final Duration END = Duration.ofSeconds(15);

  private final List<Attackers> attackers = new ArrayList<>();
  private ProxySandbox proxy;
  private FakeOllama ollama;

  @BeforeEach
  void sandbox(NginxBinary nginx) throws IOException {
    proxy = ProxySandbox.knowingAlice(nginx, text -> text);
    ollama = FakeOllama.start(proxy.at(OLLAMA));
  }

  @AfterEach
  void close() throws Exception {
    for (var hanging : attackers) {
      hanging.close();
    }
    proxy.close();
    ollama.close();
  }

  @SideBySide
  @ParameterizedTest
  @EnumSource(Flood.class)
  void noKindHoldsUpTheEnd(Flood flood) throws Exception {
    proxy.patience(SHORT_PATIENCE);
    var process = proxy.startServing();
    hang(flood);

    process.destroy();

    assertThat(process.waitFor(END.toSeconds(), TimeUnit.SECONDS)).as("it ends while they hang: %s", flood.sentence()).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @SideBySide
  @Test
  void allKindsTogetherHoldUpTheEndForAQuarterOfAMinuteAtMost() throws Exception {
    var process = proxy.startServing();
    for (var flood : Flood.values()) {
      hang(flood);
    }
    var begun = Instant.now();

    process.destroy();

    assertThat(process.waitFor(2 * END.toSeconds(), TimeUnit.SECONDS)).isTrue();
    System.out.println("hanging clients: SIGTERM to exit " + Duration.between(begun, Instant.now()).toMillis() + " ms with "
        + OF_EACH_KIND + " of each of " + Flood.values().length + " kinds");
    assertThat(process.exitValue()).isZero();
  }

  @SideBySide
  @Test
  void aStreamIsWaitedForAndThenNobody() throws Exception {
    proxy.patience(SHORT_PATIENCE);
    var process = proxy.startServing();
    hang(Flood.H2_WINDOWS_THAT_DRIP);
    hang(Flood.HALF_BODIES);
    try (var stream = new GoodStream(proxy.at(ProxySandbox.PUBLIC), 100, 50, false).begun()) {
      process.destroy();
      stream.ends();
    }
    assertThat(process.waitFor(END.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @SideBySide
  @Test
  void theEndOfAStreamIsDeliveredToASlowReaderThoughOthersHang() throws Exception {
    proxy.patience(LONGER_PATIENCE);
    var process = proxy.startServing();
    hang(Flood.REFUSALS_THAT_NOBODY_READS);
    try (var stream = new GoodStream(proxy.at(ProxySandbox.PUBLIC), 60, 100, true)) {
      proxy.await().until(() -> ollama.generating() == 1);
      process.destroy();
      proxy.await().alias("Ollama has said everything").until(() -> ollama.generating() == 0);
      assertThat(process.waitFor(LONGER_PATIENCE / 2, TimeUnit.SECONDS)).as("it ends before the client has read").isFalse();
      stream.ends();
    }
    assertThat(process.waitFor(END.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  /** Each closes a connection with an answer that it does not take, at every moment at which a stream could end. */
  @SideBySide
  @Test
  void whoIsRefusedWhenAStreamEndsIsNotWaitedForInItsPlace() throws Exception {
    proxy.patience(SHORT_PATIENCE);
    var process = proxy.startServing();
    var churn = new Script(("GET /api/tags HTTP/1.1\r\nHost: x\r\n\r\n".repeat(20) + "GET /api/tags HTTP/1.1\r\nHost: x\r\n")
        .getBytes(StandardCharsets.US_ASCII), "\r\n".getBytes(StandardCharsets.US_ASCII), Duration.ofMillis(200), true, 0).deaf();
    var refused = new Attackers(proxy.at(ProxySandbox.PUBLIC), churn, 40).start();
    attackers.add(refused);
    proxy.await().until(() -> refused.begun() >= 40);
    try (var stream = new GoodStream(proxy.at(ProxySandbox.PUBLIC), 60, 50, false).begun()) {
      process.destroy();
      stream.ends();
    }
    assertThat(process.waitFor(END.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @SideBySide
  @Test
  void aReplacedWorkerIsHeldUpByStreamsOnly() throws Exception {
    proxy.patience(SHORT_PATIENCE);
    var process = proxy.startServing();
    var replaced = workers(process);
    hang(Flood.H2_WINDOWS_THAT_DRIP);
    try (var stream = new GoodStream(proxy.at(ProxySandbox.PUBLIC), 200, 50, false).begun()) {
      proxy.reload();
      proxy.await().alias("but for the one that serves the stream")
          .until(() -> replaced.stream().filter(ProcessHandle::isAlive).count() == 1);
      stream.ends();
    }
    proxy.await().until(() -> replaced.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(process.isAlive()).isTrue();
  }

  /** Opens some connections of a kind, and waits until they hang. */
  private void hang(Flood flood) throws IOException {
    var address = new InetSocketAddress(proxy.at(0).getAddress(), flood.port().number());
    var hanging = new Attackers(address, flood.script(), OF_EACH_KIND).start();
    attackers.add(hanging);
    proxy.await().until(() -> hanging.opened() >= OF_EACH_KIND && hanging.begun() >= OF_EACH_KIND);
  }

  private static List<ProcessHandle> workers(Process process) {
    Optional<ProcessHandle> master = process.children().filter(child -> child.info().command().orElse("").contains("nginx")).findFirst();
    return master.orElseThrow().children().toList();
  }
}

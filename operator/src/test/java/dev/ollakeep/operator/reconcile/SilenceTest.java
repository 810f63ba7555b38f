package dev.ollakeep.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/**
 * An API server that takes a request and never answers.
 *
 * <p>The operator gives up sooner than the API server itself would, after a minute; and a call is not repeated inside, which would
 * keep a reconcile for three times as long: the next one looks at what has become of the request.
 */
class SilenceTest {

  private final List<Socket> connections = new CopyOnWriteArrayList<>();

  @Test
  void aWriteThatIsNeverAnsweredIsGivenUpAndNotRepeated() throws IOException {
    try (var socket = new ServerSocket(0, 16, InetAddress.getLoopbackAddress())) {
      new Thread(() -> takeAndSayNothing(socket), "silent-api").start();
      var url = "http://127.0.0.1:" + socket.getLocalPort() + "/";
      try (var client = ClusterConnection.open(new ConfigBuilder(Config.empty()).withMasterUrl(url).build())) {
        var secret = new SecretBuilder().withNewMetadata().withName("s").endMetadata().build();
        var begun = System.nanoTime();

        assertThatThrownBy(() -> client.secrets().inNamespace("ai").resource(secret).create())
            .isInstanceOf(KubernetesClientException.class);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(30));
      }
    }
    assertThat(connections).hasSize(1);
  }

  private void takeAndSayNothing(ServerSocket socket) {
    try {
      while (true) {
        connections.add(socket.accept());
      }
    } catch (IOException over) {
      Thread.currentThread().interrupt();
    }
  }
}

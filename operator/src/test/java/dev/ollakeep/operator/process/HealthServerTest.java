package dev.ollakeep.operator.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HealthServerTest {

  private static final InetSocketAddress ANY_PORT = new InetSocketAddress("127.0.0.1", 0);

  @Test
  void livenessIsAlwaysTrueAndReadinessFollowsTheOperator() throws Exception {
    var ready = new AtomicBoolean();
    try (var health = HealthServer.start(ANY_PORT, ready::get, () -> "ollakeep_up 1")) {
      assertThat(status(health, "/livez")).isEqualTo(200);
      assertThat(status(health, "/readyz")).isEqualTo(503);
      ready.set(true);
      assertThat(status(health, "/readyz")).isEqualTo(200);
      assertThat(status(health, "/metrics")).isEqualTo(200);
      assertThat(status(health, "/secrets")).isEqualTo(404);
    }
  }

  @Test
  void aTakenAddressIsAnError() throws Exception {
    try (var health = HealthServer.start(ANY_PORT, () -> true, () -> "")) {
      var taken = new InetSocketAddress("127.0.0.1", health.port());
      assertThatThrownBy(() -> HealthServer.start(taken, () -> true, () -> "")).isInstanceOf(IOException.class);
    }
  }

  private static int status(HealthServer health, String path) throws Exception {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + health.port() + path)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }
}

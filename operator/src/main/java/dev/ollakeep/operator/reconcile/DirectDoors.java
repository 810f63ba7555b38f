package dev.ollakeep.operator.reconcile;

import dev.ollakeep.operator.credentials.OperatorLogin;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Pods by their own addresses. */
final class DirectDoors implements Doors {

  private final Duration timeout;
  private final ExecutorService threads = Executors.newFixedThreadPool(2, PodProbe::daemon);
  private final HttpClient http;

  DirectDoors(Duration timeout) {
    this.timeout = timeout;
    this.http = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .proxy(HttpClient.Builder.NO_PROXY)
        .connectTimeout(timeout)
        .executor(threads)
        .build();
  }

  @Override
  public Door to(Pod pod) {
    return new Direct(pod.getStatus().getPodIP());
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private final class Direct implements Door {

    private final String address;

    Direct(String address) {
      this.address = address;
    }

    @Override
    public Answer get(int port, String path, Optional<OperatorLogin> login) {
      var host = address.contains(":") ? "[" + address + "]" : address;
      var request = HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + path)).timeout(timeout).GET();
      login.ifPresent(value -> request.header("Authorization", value.basic()));
      return send(request.build(), port);
    }

    /** The request's own time-out ends with the headers; this one with the body. */
    private Answer send(HttpRequest request, int port) {
      var sent = http.sendAsync(request, headers -> new ShortBody());
      try {
        var response = sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        return new Answer.Said(response.statusCode(), response.body());
      } catch (ExecutionException failure) {
        // The JDK's client calls several failures a ConnectException; only a socket tells a refusal from a lost route.
        return failure.getCause() instanceof ConnectException && knock(port) instanceof Answer.Refused
            ? new Answer.Refused()
            : new Answer.Silent(failure.getCause().getClass().getSimpleName());
      } catch (TimeoutException slow) {
        sent.cancel(true);
        return new Answer.Silent("HttpTimeoutException");
      } catch (InterruptedException stop) {
        sent.cancel(true);
        Thread.currentThread().interrupt();
        return new Answer.Silent("interrupted");
      }
    }

    @Override
    public Answer knock(int port) {
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(address, port), (int) timeout.toMillis());
        return new Answer.Said(0, "");
      } catch (NoRouteToHostException noRoute) {
        return new Answer.Silent("no route to host");
      } catch (ConnectException refused) {
        return isRefusal(refused) ? new Answer.Refused() : new Answer.Silent("ConnectException");
      } catch (IOException failure) {
        return new Answer.Silent(failure.getClass().getSimpleName());
      }
    }

    /** Linux says "Connection timed out" by the same class. */
    private static boolean isRefusal(ConnectException failure) {
      return String.valueOf(failure.getMessage()).contains("refused");
    }

    /** A pod keeps its address as long as it runs, whatever becomes of its name. */
    @Override
    public boolean ledTo(String podUid) {
      return true;
    }
  }
}

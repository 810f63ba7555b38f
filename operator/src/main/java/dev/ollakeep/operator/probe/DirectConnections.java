package dev.ollakeep.operator.probe;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Pods by their own addresses. */
final class DirectConnections implements PodConnections {

  private final Duration timeout;
  private final ExecutorService threads = Executors.newFixedThreadPool(2, PodProbe::daemon);
  private final HttpClient http;

  DirectConnections(Duration timeout) {
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
  public PodConnection to(Pod pod) {
    return new Direct(PodAddress.of(pod));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private final class Direct implements PodConnection {

    private final PodAddress address;

    Direct(PodAddress address) {
      this.address = address;
    }

    @Override
    public Answer ask(Question question) {
      var request = HttpRequest.newBuilder(address.url(question)).timeout(timeout).GET();
      question.wrongLogin().ifPresent(login -> request.header("Authorization", "Basic " + login));
      return send(request.build(), question.port());
    }

    /** The request's own time-out ends with the headers; this one with the body. */
    private Answer send(HttpRequest request, int port) {
      var sent = http.sendAsync(request, headers -> new ShortBody());
      try {
        var response = sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        return new Answer.Http(response.statusCode(), response.body());
      } catch (ExecutionException failure) {
        // The JDK's client calls several failures a ConnectException; only a socket tells a refusal from a lost route.
        return failure.getCause() instanceof ConnectException ? connect(port) : silent(failure.getCause());
      } catch (TimeoutException slow) {
        sent.cancel(true);
        return new Answer.Silent("HttpTimeoutException");
      } catch (InterruptedException stop) {
        sent.cancel(true);
        Thread.currentThread().interrupt();
        return new Answer.Silent("interrupted");
      }
    }

    private Answer connect(int port) {
      try (var socket = new Socket()) {
        socket.connect(address.socket(port), (int) timeout.toMillis());
        return new Answer.Silent("ConnectException");
      } catch (NoRouteToHostException noRoute) {
        return new Answer.Silent("no route to host");
      } catch (ConnectException refused) {
        return isRefusal(refused) ? new Answer.NotListening() : silent(refused);
      } catch (IOException failure) {
        return silent(failure);
      }
    }

    private static Answer silent(Throwable failure) {
      return new Answer.Silent(failure.getClass().getSimpleName());
    }

    /** Linux says "Connection timed out" by the same class. */
    private static boolean isRefusal(ConnectException failure) {
      return String.valueOf(failure.getMessage()).contains("refused");
    }

    /** A pod keeps its address as long as it runs, whatever becomes of its name. */
    @Override
    public Identity identity(String podUid) {
      return Identity.SAME_POD;
    }
  }
}

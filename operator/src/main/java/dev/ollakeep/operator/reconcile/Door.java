package dev.ollakeep.operator.reconcile;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * One pod as seen from outside: plain HTTP to its address, with a short time-out.
 *
 * <p>No message of it holds a header: an answer is a status and a body, a failure is only a class name.
 */
final class Door {

  /** What came back. */
  sealed interface Answer {
    record Said(int status, String body) implements Answer {}

    record Refused() implements Answer {}

    record Silent(String why) implements Answer {}
  }

  private final HttpClient http;
  private final Duration timeout;
  private final String address;

  Door(HttpClient http, Duration timeout, String address) {
    this.http = http;
    this.timeout = timeout;
    this.address = address;
  }

  /** Asks without a credential, or with one. */
  Answer get(int port, String path, Optional<String> authorization) {
    var host = address.contains(":") ? "[" + address + "]" : address;
    var request = HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + path)).timeout(timeout).GET();
    authorization.ifPresent(value -> request.header("Authorization", value));
    try {
      var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer.Said(response.statusCode(), response.body());
    } catch (IOException failure) {
      // The JDK's client calls several failures a ConnectException; only a socket tells a refusal from a lost route.
      return failure instanceof ConnectException && knock(port) instanceof Answer.Refused
          ? new Answer.Refused()
          : new Answer.Silent(failure.getClass().getSimpleName());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return new Answer.Silent("interrupted");
    }
  }

  /** Opens a connection and closes it: Said means that somebody listens. */
  Answer knock(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), (int) timeout.toMillis());
      return new Answer.Said(0, "");
    } catch (java.net.NoRouteToHostException noRoute) {
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
}

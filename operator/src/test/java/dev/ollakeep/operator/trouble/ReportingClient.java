package dev.ollakeep.operator.trouble;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** A client of the server, which reports answers as the page quotes them. */
record ReportingClient(Place place, List<String> headers) {

  private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** With the secret that alice's Secret holds now. */
  static ReportingClient alice(Place place) {
    return new ReportingClient(place, List.of("Authorization", place.secret("hello-alice-credentials", "basic-auth")));
  }

  static ReportingClient withKey(Place place, String key) {
    return new ReportingClient(place, List.of("Authorization", "Bearer " + key));
  }

  ReportingClient from(String origin) {
    var more = new ArrayList<>(headers);
    more.addAll(List.of("Origin", origin));
    return new ReportingClient(place, more);
  }

  String get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  String post(String path, String body) throws IOException, InterruptedException {
    return send(request(path).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Begins a stream of the model, and leaves when it has begun. */
  void breakOff(String body) throws IOException, InterruptedException {
    var stream = HTTP.send(request("/api/generate").POST(HttpRequest.BodyPublishers.ofString(body)).build(),
        HttpResponse.BodyHandlers.ofInputStream()).body();
    stream.read();
    stream.close();
  }

  /** So many times at once. */
  List<String> getTogether(String path, int times) {
    var answers = IntStream.range(0, times)
        .mapToObj(i -> HTTP.sendAsync(request(path).GET().build(), HttpResponse.BodyHandlers.ofString())).toList();
    return answers.stream().map(CompletableFuture::join).map(ReportingClient::words).toList();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + place.pod().podIp() + ":8080" + path))
        .timeout(Duration.ofSeconds(5)).headers(headers.toArray(String[]::new));
  }

  /** {@code HTTP 401: message}; without a message when it is no error. */
  private static String send(HttpRequest.Builder request) throws IOException, InterruptedException {
    try {
      return words(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (HttpTimeoutException nothing) {
      return "no answer, and /api/version " + HTTP.send(versionRequest(request), HttpResponse.BodyHandlers.ofString()).statusCode();
    }
  }

  private static HttpRequest versionRequest(HttpRequest.Builder request) {
    var like = request.build();
    return request.copy().uri(like.uri().resolve("/api/version")).GET().build();
  }

  private static String words(HttpResponse<String> answer) {
    try {
      return "HTTP " + answer.statusCode() + (answer.statusCode() < 400 ? "" : ": " + JSON.readTree(answer.body()).path("error").asText());
    } catch (IOException notJson) {
      throw new UncheckedIOException(notJson);
    }
  }
}

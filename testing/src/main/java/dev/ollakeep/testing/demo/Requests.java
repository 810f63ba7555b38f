package dev.ollakeep.testing.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client of the server, as a program that has its credential from the Secret.
 *
 * @param base URL of the proxy's public listener
 */
record Requests(String base) {

  private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Pattern TOKEN = Pattern.compile("\"response\":\"([^\"]*)\"");

  /**
   * One header that says who is asking; its value is secret.
   *
   * @param name of the header, or empty for a request without a credential
   */
  record Credential(String name, String value) {
    static final Credential NONE = new Credential("", "");

    static Credential basic(String headerValue) {
      return new Credential("Authorization", headerValue);
    }

    static Credential bearer(String key) {
      return new Credential("Authorization", "Bearer " + key);
    }

    static Credential apiKey(String key) {
      return new Credential("x-api-key", key);
    }

    @Override
    public String toString() {
      return "Credential[" + name + "]";
    }
  }

  int get(String path, Credential credential) {
    return send(request(path, credential).build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  HttpResponse<String> post(String path, String body, Credential credential) {
    return send(request(path, credential).POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Asks the model and hands every token on as it comes; returns how many there were. */
  int generate(String body, Credential credential, Consumer<String> eachToken) {
    HttpRequest request = request("/api/generate", credential).POST(HttpRequest.BodyPublishers.ofString(body)).build();
    HttpResponse<InputStream> answer = send(request, HttpResponse.BodyHandlers.ofInputStream());
    if (answer.statusCode() != 200) {
      throw new DemoFailure("the stream began with status " + answer.statusCode());
    }
    int count = 0;
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher token = TOKEN.matcher(line);
        if (token.find() && !token.group(1).isEmpty()) {
          eachToken.accept(token.group(1));
          count++;
        }
      }
    } catch (IOException e) {
      throw new DemoFailure("the stream broke off after " + count + " tokens: " + e.getMessage());
    }
    return count;
  }

  private HttpRequest.Builder request(String path, Credential credential) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).timeout(LONGEST);
    return credential.name().isEmpty() ? request : request.header(credential.name(), credential.value());
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return HTTP.send(request, handler);
    } catch (IOException e) {
      throw new DemoFailure(request.method() + " " + request.uri().getPath() + " got no answer: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoFailure("interrupted");
    }
  }
}

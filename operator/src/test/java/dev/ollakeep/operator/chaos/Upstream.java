package dev.ollakeep.operator.chaos;

import dev.ollakeep.testing.ApiServer;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.util.List;

/**
 * The real API server, asked with its own administrator's certificate.
 *
 * <p>One for each scene: over HTTP/2 all its watches share a connection, which has room for a hundred.
 */
final class Upstream {

  private final HttpClient http;
  private final URI base;

  Upstream(ApiServer api) {
    try {
      var config = api.config();
      this.base = URI.create(config.getMasterUrl());
      this.http = HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_2)
          .sslContext(SSLUtils.sslContext(config))
          .build();
    } catch (IOException | GeneralSecurityException unusable) {
      throw new IllegalStateException("the kubeconfig of the API server cannot be used", unusable);
    }
  }

  /** The answer as it comes; the caller closes its body. */
  HttpResponse<InputStream> send(ApiCall call, List<String> headers) throws IOException {
    var request = HttpRequest.newBuilder(base.resolve(call.uri()))
        .method(call.method(), call.body().length == 0
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(call.body()));
    if (!headers.isEmpty()) {
      request.headers(headers.toArray(String[]::new));
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", stop);
    }
  }
}

package dev.ollakeep.operator.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ollakeep.operator.credentials.OperatorLogin;
import dev.ollakeep.operator.plan.PodSeen.AuthAnswer.Bar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Pods through the API server: {@code GET /api/v1/namespaces/NAMESPACE/pods/NAME:PORT/proxy/PATH}.
 *
 * <p>The API server answers in its own name when it cannot pass a question on. Such an answer is a {@code Status} object, which
 * no listener of a pod of ours ever sends; it must never be taken for the pod's.
 */
final class ProxiedDoors implements Doors {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubernetesClient client;
  private final HttpClient http;
  private final Duration timeout;

  /** The client stays the caller's to close. */
  ProxiedDoors(KubernetesClient client, Duration timeout) {
    this.client = client;
    this.timeout = timeout;
    // A refusal is an answer here: to ask again at once would treble every question about a pod that has ended.
    var once = new RequestConfigBuilder().withRequestRetryBackoffLimit(0).build();
    this.http = client.getHttpClient().newBuilder().tag(once).build();
  }

  @Override
  public Door to(Pod pod) {
    return new Proxied(pod);
  }

  @Override
  public void close() {
    // The connections are the client's.
  }

  private final class Proxied implements Door {

    private final String namespace;
    private final String name;
    private final String address;

    Proxied(Pod pod) {
      this.namespace = pod.getMetadata().getNamespace();
      this.name = pod.getMetadata().getName();
      this.address = pod.getStatus().getPodIP();
    }

    /** The API server takes {@code Authorization} for itself and takes it away; the proxies read this header as well. */
    @Override
    public Answer get(int port, String path, Optional<OperatorLogin> login) {
      var request = http.newHttpRequestBuilder()
          .uri(client.getMasterUrl().toString().replaceFirst("/*$", "")
              + "/api/v1/namespaces/" + namespace + "/pods/" + name + ":" + port + "/proxy" + path)
          .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
      login.ifPresent(value -> request.header("x-api-key", value.apiKey()));
      return read(send(request.build()), port);
    }

    @Override
    public Answer knock(int port) {
      return get(port, "/", Optional.empty());
    }

    @Override
    public boolean ledTo(String podUid) {
      try {
        // A list of one: nothing else needs the permission to get pods.
        return client.pods().inNamespace(namespace).withField("metadata.name", name).list().getItems().stream()
            .anyMatch(pod -> podUid.equals(pod.getMetadata().getUid()));
      } catch (KubernetesClientException failure) {
        throw new ApiFailure("reading Pod " + namespace + "/" + name, failure);
      }
    }

    private Answer read(Answer answer, int port) {
      if (!(answer instanceof Answer.Said said)) {
        return answer;
      }
      var status = status(said.body());
      if (status.isEmpty()) {
        return answer;
      }
      return switch (said.status()) {
        case 403 -> new Answer.Barred(Bar.FORBIDDEN);
        case 404 -> new Answer.Silent("the pod is gone");
        default -> refusal(status.get(), port) ? new Answer.Refused() : new Answer.Barred(Bar.NO_WAY);
      };
    }

    /** Only with the pod's own address: on its way through a tunnel a question may be refused by others. */
    private boolean refusal(JsonNode status, int port) {
      var host = address.contains(":") ? "[" + address + "]" : address;
      return status.path("message").asText().contains(host + ":" + port + ": connect: connection refused");
    }
  }

  private Door.Answer send(HttpRequest request) {
    var body = new ShortBody();
    var answer = http.consumeBytes(request, (chunks, rest) -> {
      if (body.take(chunks)) {
        rest.consume();
      } else {
        rest.cancel();
      }
    });
    var whole = answer.thenCompose(response -> {
      response.body().consume();
      return response.body().done().thenApply(end -> new Door.Answer.Said(response.code(), body.text()));
    });
    return await(whole, () -> cancel(answer));
  }

  private Door.Answer await(CompletableFuture<Door.Answer.Said> answer, Runnable cancel) {
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException slow) {
      // A network policy drops packets, and the API server waits for longer than is of use.
      cancel.run();
      return new Door.Answer.Barred(Bar.NO_WAY);
    } catch (ExecutionException failure) {
      return failure.getCause() instanceof TimeoutException
          ? new Door.Answer.Barred(Bar.NO_WAY)
          : new Door.Answer.Silent(failure.getCause().getClass().getSimpleName());
    } catch (InterruptedException stop) {
      cancel.run();
      Thread.currentThread().interrupt();
      return new Door.Answer.Silent("interrupted");
    }
  }

  private static void cancel(CompletableFuture<HttpResponse<AsyncBody>> answer) {
    if (!answer.cancel(true)) {
      answer.thenAccept(response -> response.body().cancel());
    }
  }

  private static Optional<JsonNode> status(String body) {
    try {
      return Optional.ofNullable(JSON.readTree(body))
          .filter(json -> json.path("kind").asText().equals("Status") && json.path("apiVersion").asText().equals("v1"));
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    }
  }
}

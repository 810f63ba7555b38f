package dev.ollakeep.operator.probe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ollakeep.operator.observed.PodSeen.AuthAnswer.Cause;
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
 * no listener of a pod of ours ever sends. What lies before the API server, such as a load balancer, answers in its own words: each
 * question must know the pod's from those.
 */
final class ApiServerProxyConnections implements PodConnections {

  private final KubernetesClient client;
  private final HttpClient http;
  private final Duration timeout;

  /** The client stays the caller's to close. */
  ApiServerProxyConnections(KubernetesClient client, Duration timeout) {
    this.client = client;
    this.timeout = timeout;
    // A refusal is an answer here: to ask again at once would treble every question about a pod that has ended.
    var once = new RequestConfigBuilder().withRequestRetryBackoffLimit(0).build();
    this.http = client.getHttpClient().newBuilder().tag(once).build();
  }

  @Override
  public PodConnection to(Pod pod) {
    return new Proxied(pod);
  }

  @Override
  public void close() {
    // The connections are the client's.
  }

  private final class Proxied implements PodConnection {

    private final String namespace;
    private final String name;
    private final PodAddress address;

    Proxied(Pod pod) {
      this.namespace = pod.getMetadata().getNamespace();
      this.name = pod.getMetadata().getName();
      this.address = PodAddress.of(pod);
    }

    /** The API server takes {@code Authorization} for itself and takes it away; the proxies read this header as well. */
    @Override
    public Answer ask(Question question) {
      var request = http.newHttpRequestBuilder()
          .uri(client.getMasterUrl().toString().replaceFirst("/*$", "")
              + "/api/v1/namespaces/" + namespace + "/pods/" + name + ":" + question.port() + "/proxy" + question.path())
          .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
      question.wrongLogin().ifPresent(login -> request.header("x-api-key", login));
      return read(send(request.build()), question.port());
    }

    @Override
    public Identity identity(String podUid) {
      try {
        // A list of one: nothing else needs the permission to get pods.
        var same = client.pods().inNamespace(namespace).withField("metadata.name", name).list().getItems().stream()
            .anyMatch(pod -> podUid.equals(pod.getMetadata().getUid()));
        return same ? Identity.SAME_POD : Identity.ANOTHER_POD;
      } catch (KubernetesClientException failure) {
        return Identity.UNKNOWN;
      }
    }

    private Answer read(Answer answer, int port) {
      if (!(answer instanceof Answer.Http http)) {
        return answer;
      }
      var status = status(http.body());
      if (status.isEmpty()) {
        return answer;
      }
      return switch (http.status()) {
        case 403 -> new Answer.Unreachable(Cause.FORBIDDEN);
        case 404 -> new Answer.Silent("the pod is gone");
        default -> isRefusal(status.get(), port) ? new Answer.NotListening() : new Answer.Unreachable(Cause.NO_CONNECTION);
      };
    }

    /** Only with the pod's own address: on its way through a tunnel a question may be refused by others. */
    private boolean isRefusal(JsonNode status, int port) {
      return status.path("message").asText().contains(address.authority(port) + ": connect: connection refused");
    }
  }

  private PodConnection.Answer send(HttpRequest request) {
    var body = new ShortBody();
    var answer = http.consumeBytes(request, (chunks, rest) -> {
      if (body.take(chunks)) {
        rest.consume();
      } else {
        rest.cancel();
      }
    });
    var whole = answer.thenCompose(response -> {
      response.body().done().whenComplete((end, failure) -> body.end(failure));
      response.body().consume();
      return body.getBody().thenApply(text -> new PodConnection.Answer.Http(response.code(), text));
    });
    return await(whole, () -> cancel(answer));
  }

  private PodConnection.Answer await(CompletableFuture<PodConnection.Answer.Http> answer, Runnable cancel) {
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException slow) {
      // A network policy drops packets, and the API server waits for longer than is of use.
      cancel.run();
      return new PodConnection.Answer.Unreachable(Cause.NO_CONNECTION);
    } catch (ExecutionException failure) {
      return failure.getCause() instanceof TimeoutException
          ? new PodConnection.Answer.Unreachable(Cause.NO_CONNECTION)
          : new PodConnection.Answer.Silent(failure.getCause().getClass().getSimpleName());
    } catch (InterruptedException stop) {
      cancel.run();
      Thread.currentThread().interrupt();
      return new PodConnection.Answer.Silent("interrupted");
    }
  }

  private static void cancel(CompletableFuture<HttpResponse<AsyncBody>> answer) {
    if (!answer.cancel(true)) {
      answer.thenAccept(response -> response.body().cancel());
    }
  }

  private static Optional<JsonNode> status(String body) {
    return JsonText.parse(body)
        .filter(json -> json.path("kind").asText().equals("Status") && json.path("apiVersion").asText().equals("v1"));
  }
}

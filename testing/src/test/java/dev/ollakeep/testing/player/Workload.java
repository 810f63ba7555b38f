package dev.ollakeep.testing.player;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.SaltedHash;
import dev.ollakeep.testing.SecretText;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A hand-written proxy with an Ollama behind it, in a namespace of its own: what the player's tests play. */
record Workload(KubernetesClient client, String namespace, PodPlayer player) {

  private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private static final String SALT = "0123456789abcdef";

  /** A namespace and a player of its own. */
  static Workload fresh(ApiServer server, UnaryOperator<PlayerSettings> change) {
    String namespace = server.freshNamespace("player");
    PlayerSettings settings = PlayerSettings.quick(PlayerSettings.Programs.ofThisMachine().withFakeOllama()).withNamespaces(namespace);
    return new Workload(server.client(), namespace, PodPlayer.start(server.client(), change.apply(settings)));
  }

  /** Creates everything that the Pods need, and the Deployment. */
  void create(UnaryOperator<Deployment> change) {
    client.resource(new ConfigMapBuilder().withNewMetadata().withName("hello-proxy").withNamespace(namespace).endMetadata()
      .addToData("nginx.conf", resource("nginx.conf")).addToData("entrypoint.sh", resource("entrypoint.sh")).build()).create();
    setSecret("first-secret", 1);
    PersistentVolumeClaim claim = Serialization.unmarshal(resource("claim.yaml"), PersistentVolumeClaim.class);
    claim.getMetadata().setNamespace(namespace);
    client.resource(claim).create();
    Deployment deployment = Serialization.unmarshal(resource("workload.yaml"), Deployment.class);
    deployment.getMetadata().setNamespace(namespace);
    client.resource(change.apply(deployment)).create();
  }

  void setSecret(String password, long revision) {
    setSecret("hello-proxy-auth", password, revision);
  }

  void setSecret(String name, String password, long revision) {
    client.resource(new SecretBuilder().withNewMetadata().withName(name).withNamespace(namespace).endMetadata()
      .addToData("htpasswd", SecretText.encoded("alice:" + SaltedHash.of(password, SALT.getBytes(UTF_8)) + "\n"))
      .addToData("revision", SecretText.encoded(String.valueOf(revision))).build()).serverSideApply();
  }

  void edit(UnaryOperator<Deployment> change) {
    client.apps().deployments().inNamespace(namespace).withName("hello").edit(change);
  }

  Deployment deployment() {
    return client.apps().deployments().inNamespace(namespace).withName("hello").get();
  }

  List<Pod> podObjects() {
    return client.pods().inNamespace(namespace).list().getItems();
  }

  Pod object(PlayedPod pod) {
    return client.pods().inNamespace(namespace).withName(pod.name()).get();
  }

  /** Waits until the Deployment is complete with so many Pods, and returns them. */
  List<PlayedPod> awaitReady(int replicas) {
    await().atMost(Duration.ofSeconds(60)).until(() -> {
      Deployment now = deployment();
      return now.getStatus() != null && now.getMetadata().getGeneration().equals(now.getStatus().getObservedGeneration())
        && Integer.valueOf(replicas).equals(now.getStatus().getAvailableReplicas())
        && Integer.valueOf(replicas).equals(now.getStatus().getUpdatedReplicas())
        && podObjects().size() == replicas;
    });
    return player.pods(namespace);
  }

  PlayedPod awaitOne() {
    return awaitReady(1).get(0);
  }

  void touch(PlayedPod pod, String value) {
    client.pods().inNamespace(namespace).withName(pod.name()).edit(found -> {
      found.getMetadata().setAnnotations(Map.of("ollakeep.dev/touch", value));
      return found;
    });
  }

  static int status(PlayedPod pod, String password) {
    return send(pod, "/api/version", password, HttpResponse.BodyHandlers.ofString()).statusCode();
  }

  static <T> HttpResponse<T> send(PlayedPod pod, String path, String password, HttpResponse.BodyHandler<T> handler) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + pod.podIp() + ":8080" + path))
      .header("Authorization", "Basic " + SecretText.encoded("alice:" + password));
    return exchange(request.build(), handler);
  }

  static HttpResponse<InputStream> stream(PlayedPod pod, String password, String body) {
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + pod.podIp() + ":8080/api/generate"))
      .header("Authorization", "Basic " + SecretText.encoded("alice:" + password)).POST(HttpRequest.BodyPublishers.ofString(body)).build();
    return exchange(request, HttpResponse.BodyHandlers.ofInputStream());
  }

  static String resource(String name) {
    try (InputStream in = Workload.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return HTTP.send(request, handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

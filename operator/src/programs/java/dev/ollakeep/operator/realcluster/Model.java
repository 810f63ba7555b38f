package dev.ollakeep.operator.realcluster;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/** A model in a file, which is brought to pods through their proxy under the name {@link #NAME}. */
final class Model {

  static final String NAME = "tiny";
  /** Loading it takes a while on a machine that has much else to do. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final byte[] bytes;
  private final String digest;

  Model(Path file) throws IOException {
    bytes = Files.readAllBytes(file);
    try {
      digest = "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException everyRuntimeHasIt) {
      throw new IllegalStateException(everyRuntimeHasIt);
    }
  }

  /** Uploads it, names it, and has it loaded. */
  void bringTo(Pod pod, String login) throws IOException, InterruptedException {
    send(pod, login, "/api/blobs/" + digest, HttpRequest.BodyPublishers.ofByteArray(bytes));
    send(pod, login, "/api/create", text("{\"model\":\"" + NAME + "\",\"stream\":false,\"files\":{\"model.gguf\":\"" + digest
        + "\"},\"parameters\":{\"num_thread\":1}}"));
    send(pod, login, "/api/generate", text("{\"model\":\"" + NAME + "\",\"prompt\":\"hi\",\"stream\":false}"));
  }

  private static HttpRequest.BodyPublisher text(String json) {
    return HttpRequest.BodyPublishers.ofString(json);
  }

  private void send(Pod pod, String login, String path, HttpRequest.BodyPublisher body) throws IOException, InterruptedException {
    var door = KubeletSite.door(pod);
    var request = HttpRequest.newBuilder(URI.create("http://" + door.getHostString() + ":" + door.getPort() + path))
        .header("Authorization", login).timeout(PATIENCE).POST(body).build();
    var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException("POST " + path + " on " + pod.getMetadata().getName() + ": " + answer.statusCode() + " " + answer.body());
    }
  }
}

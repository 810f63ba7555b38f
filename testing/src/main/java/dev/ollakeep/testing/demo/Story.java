package dev.ollakeep.testing.demo;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.demo.Requests.Credential;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What the demo shows, in the order in which it is told. */
record Story(Narrator narrator, ApiServer cluster, HelloServer server) {

  private static final Duration READY = Duration.ofSeconds(90);
  private static final Duration ROTATED = Duration.ofSeconds(60);
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final String COUNT = """
      {"model":"tiny","prompt":"Count! ~","options":{"num_predict":20,"fake_delay_ms":60}}""";

  /** The user with a role that may ask the model, and the one who may only look. */
  private static final String USER = "alice";
  private static final String VIEWER = "monitor";

  void tell(Path example) throws IOException {
    apply(example);
    Requests requests = new Requests("http://" + server.pods().get(0).getStatus().getPodIP() + ":8080");
    Map<String, String> alice = server.credential(USER).orElseThrow(() -> new DemoFailure("the Secret of " + USER + " is not there"));
    knock(requests, alice);
    stream(requests, alice);
    rotate(requests, alice);
  }

  private void apply(Path example) throws IOException {
    narrator.chapter("kubectl apply -f examples/hello/ollamaserver.yaml");
    kubectl("apply", "-f", example.toString());
    try {
      narrator.await("OllamaServer hello to be Ready", READY,
          () -> server.condition("Ready").filter("True"::equals));
    } catch (DemoFailure e) {
      throw new DemoFailure(e.getMessage() + "\n" + server.conditions());
    }
    narrator.say("OllamaServer hello is Ready; the operator has made:");
    server.objects().forEach(narrator::detail);
    narrator.detail(kubectl("get", "ollamaservers"));
  }

  private void knock(Requests requests, Map<String, String> alice) {
    narrator.chapter("Who gets in");
    expect(401, requests.get("/api/version", Credential.NONE), "GET /api/version without a credential");
    expect(200, requests.get("/api/version", Credential.basic(alice.get("basic-auth"))), "GET /api/version with Basic, as " + USER);
    expect(200, requests.get("/v1/models", Credential.bearer(alice.get("OPENAI_API_KEY"))), "GET /v1/models with Bearer (OpenAI clients)");
    expect(200, requests.get("/api/tags", Credential.apiKey(alice.get("api-key"))), "GET /api/tags with x-api-key (Anthropic clients)");
    Map<String, String> viewer = server.credential(VIEWER).orElseThrow(() -> new DemoFailure("the Secret of " + VIEWER + " is not there"));
    var refused = requests.post("/api/pull", "{\"model\":\"tiny\"}", Credential.basic(viewer.get("basic-auth")));
    expect(403, refused.statusCode(), "POST /api/pull as " + VIEWER + ", a Viewer");
    narrator.detail(refused.body());
  }

  private void stream(Requests requests, Map<String, String> alice) {
    narrator.chapter("A streamed answer");
    narrator.piece("           ");
    int tokens = requests.generate(COUNT, Credential.basic(alice.get("basic-auth")), narrator::piece);
    narrator.piece(System.lineSeparator());
    expect(20, tokens, "tokens, each shown as it came");
  }

  private void rotate(Requests requests, Map<String, String> before) {
    narrator.chapter("New secrets for everybody, by one field: spec.auth.rotation.requestId");
    List<String> pods = server.pods().stream().map(pod -> pod.getMetadata().getUid()).toList();
    Credential old = Credential.basic(before.get("basic-auth"));
    Instant asked = Instant.now();
    server.merge(Map.of("spec", Map.of("auth", Map.of("rotation",
        Map.of("requestId", "demo", "gracePeriod", GRACE.toSeconds() + "s")))));
    Map<String, String> after = narrator.await("the Secret of " + USER + " to change", ROTATED, () ->
        server.credential(USER).filter(now -> !now.get("password").equals(before.get("password"))));
    Instant published = Instant.now();
    Credential fresh = Credential.basic(after.get("basic-auth"));
    narrator.say(String.format(Locale.ROOT, "Secret hello-%s-credentials has another password (%d characters), %.1f s after the request",
        USER, after.get("password").length(), seconds(asked, published)));
    expect(200, requests.get("/api/version", fresh), "the new secret");
    expect(200, requests.get("/api/version", old), "the old secret, in its grace period of " + GRACE.toSeconds() + " s");
    narrator.await("the old secret to be refused", GRACE.plus(ROTATED), () -> {
      if (requests.get("/api/version", fresh) != 200) {
        throw new DemoFailure("the new secret stopped working during the grace period");
      }
      return requests.get("/api/version", old) == 401 ? Optional.of(true) : Optional.empty();
    });
    narrator.say(String.format(Locale.ROOT, "401  the old secret, %.1f s after the new one was published",
        seconds(published, Instant.now())));
    expect(200, requests.get("/api/version", fresh), "the new secret");
    if (!pods.equals(server.pods().stream().map(pod -> pod.getMetadata().getUid()).toList())) {
      throw new DemoFailure("the rotation has replaced a Pod");
    }
    expect(0, server.restarts(), "restarts: same Pod, same processes");
  }

  private void expect(int wanted, int seen, String what) {
    if (wanted != seen) {
      throw new DemoFailure(what + ": expected " + wanted + ", got " + seen);
    }
    narrator.say(seen + "  " + what);
  }

  private String kubectl(String... words) throws IOException {
    String[] command = new String[words.length + 5];
    command[0] = cluster.kubectl().toString();
    command[1] = "--kubeconfig";
    command[2] = cluster.kubeconfigFile().toString();
    command[3] = "--namespace";
    command[4] = server.namespace();
    System.arraycopy(words, 0, command, 5, words.length);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new DemoFailure("kubectl " + String.join(" ", words) + " failed:\n" + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoFailure("interrupted");
    }
    return output;
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1000.0;
  }
}

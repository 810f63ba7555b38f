package dev.ollakeep.operator.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.names.ClientEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What clients find in their Secret. */
class CredentialSecretTest {

  private static final Pattern KEY = Pattern.compile("`([^`]+)`");

  private final Simulation sim = Simulation.settled(Sketch.with("alice").request("r1").request("alice", "u1"));

  @Test
  void holdsTheSecretInEveryFormThatAClientMayWant() {
    var password = sim.secretOf("alice");
    var base64 = Base64.getEncoder().encodeToString(("alice:" + password).getBytes());
    var key = "olk_" + base64;
    assertThat(Peek.data(sim.secrets.get("hello-alice-credentials"))).containsOnly(
        Map.entry("type", "ollama"),
        Map.entry("provider", "ollakeep"),
        Map.entry("host", "hello.ai.svc"),
        Map.entry("port", "80"),
        Map.entry("uri", "http://hello.ai.svc"),
        Map.entry("username", "alice"),
        Map.entry("password", password),
        Map.entry("api-key", key),
        Map.entry("basic-auth", "Basic " + base64),
        Map.entry("OLLAMA_HOST", "http://hello.ai.svc"),
        Map.entry("OLLAMA_API_KEY", key),
        Map.entry("OPENAI_BASE_URL", "http://hello.ai.svc/v1"),
        Map.entry("OPENAI_API_KEY", key),
        Map.entry("ANTHROPIC_BASE_URL", "http://hello.ai.svc"),
        Map.entry("ANTHROPIC_AUTH_TOKEN", key));
    assertThat(sim.secrets.get("hello-alice-credentials").getType()).isEqualTo("servicebinding.io/ollama");
  }

  @Test
  void saysWhoseItIs() {
    var meta = sim.secrets.get("hello-alice-credentials").getMetadata();
    assertThat(meta.getNamespace()).isEqualTo("ai");
    assertThat(meta.getLabels()).containsOnly(
        Map.entry("app.kubernetes.io/name", "ollama"),
        Map.entry("app.kubernetes.io/instance", "hello"),
        Map.entry("app.kubernetes.io/managed-by", "ollakeep"),
        Map.entry("app.kubernetes.io/component", "credentials"),
        Map.entry("ollakeep.dev/server", "hello"),
        Map.entry("ollakeep.dev/component", "credentials"),
        Map.entry("ollakeep.dev/user", "alice"));
    assertThat(meta.getOwnerReferences()).singleElement().satisfies(owner -> {
      assertThat(owner.getKind()).isEqualTo("OllamaServer");
      assertThat(owner.getApiVersion()).isEqualTo("ollakeep.dev/v1alpha1");
      assertThat(owner.getName()).isEqualTo("hello");
      assertThat(owner.getUid()).isEqualTo(Sketch.UID);
      assertThat(owner.getController()).isTrue();
      assertThat(owner.getBlockOwnerDeletion()).isNull();
    });
    assertThat(meta.getAnnotations()).containsOnly(
        Map.entry("ollakeep.dev/layout", "1"),
        Map.entry("ollakeep.dev/published-at", "2026-11-24T12:00:00Z"),
        Map.entry("ollakeep.dev/server-request-id", "r1"),
        Map.entry("ollakeep.dev/user-request-id", "u1"),
        Map.entry("ollakeep.dev/source", "Generated"));
  }

  @Test
  void theOtherSecretsSayWhatTheyAreFor() {
    sim.sketch.request("alice", "u2");
    sim.step();
    assertThat(component("hello-proxy-auth")).isEqualTo("proxy-auth");
    assertThat(component("hello-auth-next")).isEqualTo("auth-next");
    assertThat(component("hello-operator")).isEqualTo("operator-credentials");
    assertThat(sim.secrets.get("hello-auth-next").getMetadata().getAnnotations())
        .containsEntry("ollakeep.dev/user-request-id.alice", "u2")
        .containsEntry("ollakeep.dev/cause.alice", "RequestedForUser");
  }

  @Test
  void anotherEndpointIsWrittenInPlace() {
    var before = sim.secretOf("alice");
    sim.sketch.endpoint(new ClientEndpoint(
        "hello.ai.svc", 443, "https://hello.ai.svc", Optional.of("https://llm.example.com"), Optional.of("PEM")));
    sim.settle();
    var data = Peek.data(sim.secrets.get("hello-alice-credentials"));
    assertThat(data).containsEntry("uri", "https://hello.ai.svc").containsEntry("ca.crt", "PEM")
        .containsEntry("external-url", "https://llm.example.com").containsEntry("password", before)
        .containsEntry("port", "443");
    assertThat(sim.secrets.get("hello-alice-credentials").getMetadata().getAnnotations())
        .containsEntry("ollakeep.dev/published-at", "2026-11-24T12:00:00Z");

    sim.sketch.endpoint(new ClientEndpoint("hello.ai.svc", 80, "http://hello.ai.svc", Optional.empty(), Optional.empty()));
    sim.settle();
    assertThat(Peek.data(sim.secrets.get("hello-alice-credentials"))).doesNotContainKeys("external-url", "ca.crt");
  }

  @Test
  void theDocumentationListsEveryKeyAndNoOther() throws IOException {
    sim.sketch.endpoint(new ClientEndpoint(
        "hello.ai.svc", 80, "http://hello.ai.svc", Optional.of("https://llm.example.com"), Optional.empty()));
    sim.settle();
    var documented = Files.readAllLines(Path.of("..", "docs", "credentials.md")).stream()
        .filter(line -> line.startsWith("| `"))
        .flatMap(line -> KEY.matcher(line.split("\\|")[1]).results())
        .map(found -> found.group(1));

    assertThat(documented).containsExactlyInAnyOrderElementsOf(Peek.data(sim.secrets.get("hello-alice-credentials")).keySet());
  }

  private String component(String secret) {
    return sim.secrets.get(secret).getMetadata().getLabels().get("ollakeep.dev/component");
  }
}

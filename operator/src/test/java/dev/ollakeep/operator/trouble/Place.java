package dev.ollakeep.operator.trouble;

import static org.awaitility.Awaitility.await;

import dev.ollakeep.operator.chaos.ShiftedClock;
import dev.ollakeep.testing.player.PlayedPod;
import dev.ollakeep.testing.player.PodPlayer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A namespace for one situation, with one server named {@code hello}, as somebody with kubectl sees it.
 *
 * <p>The server is read as plain JSON: a situation may store what our types do not know.
 */
record Place(KubernetesClient client, String namespace, PodPlayer player, PageShell shell, Others others) {

  /** Long, because these machines are shared; nothing waits this long when all is well. */
  static final Duration PATIENCE = Duration.ofSeconds(120);

  private static final Duration GLANCE = Duration.ofMillis(100);
  private static final String API = "ollakeep.dev/v1alpha1";

  /**
   * What everybody else in a cluster does meanwhile.
   *
   * @param threads for what happens again and again
   * @param clock of the operator
   * @param leftovers what must not outlive the test
   */
  record Others(ScheduledExecutorService threads, ShiftedClock clock, Queue<AutoCloseable> leftovers) {}

  /** Creates objects from YAML, in this namespace unless they name another. */
  void create(String yaml) {
    var object = parse(yaml);
    if (object.getMetadata().getNamespace() == null) {
      client.resource(object).inNamespace(namespace).create();
    } else {
      client.resource(object).create();
    }
  }

  /** Creates an object that belongs to no namespace, unless it is there, and removes it after the test. */
  void createForAll(String yaml) {
    var object = parse(yaml);
    synchronized (Place.class) {
      if (client.resource(object).get() == null) {
        client.resource(object).create();
        others.leftovers().add(() -> client.resource(object).delete());
      }
    }
  }

  /** Makes sure that a namespace is there; nobody here could end one that is deleted. */
  void namespace(String other) {
    client.resource(new NamespaceBuilder().withNewMetadata().withName(other).endMetadata().build()).serverSideApply();
  }

  /** Without the mark of a document, YAML that begins with a brace would be taken for JSON. */
  private GenericKubernetesResource parse(String yaml) {
    return client.getKubernetesSerialization().unmarshal("---\n" + yaml, GenericKubernetesResource.class);
  }

  /** Creates the server from its spec, as written: the record would send every default along. */
  void server(String spec) {
    create("apiVersion: " + API + "\nkind: OllamaServer\nmetadata: {name: hello}\nspec:\n" + spec.indent(2));
  }

  /** The same, and waits until it works. */
  void readyServer(String spec) {
    server(spec);
    until("the server works before it is broken", this::isReady);
  }

  /** Merges JSON into the spec. */
  void edit(String spec) {
    resource().patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":" + spec + "}");
  }

  Resource<GenericKubernetesResource> resource() {
    return client.genericKubernetesResources(API, "OllamaServer").inNamespace(namespace).withName("hello");
  }

  /** One line for each condition, as the page's first command prints them. */
  String conditions() {
    return list().stream()
        .map(it -> it.get("type") + "=" + it.get("status") + " " + it.get("reason") + ": " + it.get("message"))
        .collect(Collectors.joining("\n"));
  }

  /** A condition with this type, status and reason. */
  boolean shows(String condition) {
    return conditions().lines().anyMatch(line -> line.startsWith(condition + ": "));
  }

  /** Everything that was asked for works, and nobody must act. */
  boolean isReady() {
    return says("Ready", "AllReady") && says("CredentialsReady", "Published") && says("ProxyConfigured", "Live")
        && list().stream().noneMatch(it -> it.get("type").equals("Stalled"));
  }

  /** The status is about the resource as it is now. */
  boolean isUpToDate() {
    var generation = resource().get().getMetadata().getGeneration();
    return generation.equals(((Number) status().getOrDefault("observedGeneration", 0)).longValue());
  }

  boolean says(String type, String reason) {
    return list().stream().anyMatch(it -> it.get("type").equals(type) && it.get("reason").equals(reason));
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> status() {
    return (Map<String, Object>) resource().get().getAdditionalProperties().getOrDefault("status", Map.of());
  }

  @SuppressWarnings("unchecked")
  private List<Map<String, String>> list() {
    return (List<Map<String, String>>) status().getOrDefault("conditions", List.of());
  }

  String secret(String name, String key) {
    var data = client.secrets().inNamespace(namespace).withName(name).get().getData();
    return new String(Base64.getDecoder().decode(data.get(key)), StandardCharsets.UTF_8);
  }

  List<PlayedPod> pods() {
    return player.pods(namespace);
  }

  /** The only pod, once there is one. */
  PlayedPod pod() {
    until("there is a pod", () -> pods().size() == 1);
    return pods().get(0);
  }

  /** Does something again and again until the test is over, as a controller does. */
  void meanwhile(Runnable work) {
    others.threads().scheduleWithFixedDelay(() -> {
      try {
        work.run();
      } catch (RuntimeException notYet) {
        // Whatever it needs may come, or be gone: it is tried again.
        Thread.yield();
      }
    }, 0, 300, TimeUnit.MILLISECONDS);
  }

  static void until(String what, Callable<Boolean> holds) {
    await(what).atMost(PATIENCE).pollInterval(GLANCE).ignoreExceptions().until(holds);
  }
}
